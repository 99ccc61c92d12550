import CShims

extension UnsafeBufferPointer where Element: LogitScalar {
  /// The logits side by side that are passed over at once.
  private static var run: Int { 16 }

  /// The classes of the largest logits of a sample, in order: NaN counts as the
  /// largest, and the first of equal ones comes first.
  ///
  /// - Parameters:
  ///   - count: How many, at least 1.
  ///   - places: Where the logits are.
  /// - Returns: As many classes, or all, with their logits.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package func largest(
    _ count: Int, at places: ClassPlaces
  ) -> [(class: Int, logit: Element)] {
    // As in an insertion sort: few classes of a row are among its largest.
    var top: [(class: Int, logit: Element)] = []
    top.reserveCapacity(count + 1)
    // What a logit has to exceed, once there are as many.
    var least = Element.nan
    var index = 0
    while index < places.count {
      if places.step == 1, index + Self.run <= places.count,
        areAtMost(least, from: places[index])
      {
        index += Self.run
        continue
      }
      let end = Swift.min(index + Self.run, places.count)
      while index < end {
        let element = self[places[index]]
        if !(element <= least) {
          let logit = element.isNaN ? .infinity : element
          let after = top.lastIndex { $0.logit >= logit } ?? -1
          top.insert((index, logit), at: after + 1)
          if top.count > count { top.removeLast() }
          if top.count == count { least = top[count - 1].logit }
        }
        index += 1
      }
    }
    return top
  }

  /// Whether the logits of a run are at most a number: none of them is NaN then.
  @inline(__always)
  private func areAtMost(_ number: Element, from start: Int) -> Bool {
    guard let logits = baseAddress.map({ UnsafeRawPointer($0 + start) }) else {
      return false
    }
    if Element.self == Float.self {
      let logits = logits.assumingMemoryBound(to: Float.self)
      return float_all(
        float_at_most(float_load(logits), float_repeating(Float(number))))
    }
    let most = double_repeating(Double(number))
    let doubles = logits.assumingMemoryBound(to: Double.self)
    return double_all(double_at_most(double_load(doubles), most))
      && double_all(double_at_most(double_load(doubles + 8), most))
  }
}
