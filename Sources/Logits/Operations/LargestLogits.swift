extension UnsafeBufferPointer where Element: LogitScalar {
  /// The classes of the largest logits of a sample, in order: NaN counts as the
  /// largest, and the first of equal ones comes first.
  ///
  /// - Parameters:
  ///   - count: How many, at least 1.
  ///   - places: Where the logits are, class by class.
  /// - Returns: As many classes, or all, with their logits.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package func largest(
    _ count: Int, at places: StrideTo<Int>
  ) -> [(class: Int, logit: Element)] {
    // As in an insertion sort: few classes of a row are among its largest.
    var top: [(class: Int, logit: Element)] = []
    top.reserveCapacity(count + 1)
    // What a logit has to exceed, once there are as many.
    var least = Element.nan
    for (index, place) in places.enumerated() {
      if self[place] <= least { continue }
      let logit = self[place].isNaN ? .infinity : self[place]
      let after = top.lastIndex { $0.logit >= logit } ?? -1
      top.insert((index, logit), at: after + 1)
      if top.count > count { top.removeLast() }
      if top.count == count { least = top[count - 1].logit }
    }
    return top
  }
}
