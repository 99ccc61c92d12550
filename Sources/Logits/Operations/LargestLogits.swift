/// The classes of the k largest logits of a sample, in order.
///
/// NaN counts as the largest, and the first of equal ones comes first.
///
/// - Parameters:
///   - count: The k; of fewer classes all are given.
///   - logits: The logits.
///   - places: Where those of the sample are, class by class.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func classesOfLargest<Scalar: LogitScalar>(
  _ count: Int, of logits: UnsafeBufferPointer<Scalar>, at places: StrideTo<Int>
) -> [Int] {
  // As in an insertion sort: few classes of a row are among its largest.
  var top: [(class: Int, logit: Scalar)] = []
  top.reserveCapacity(count + 1)
  for (index, place) in places.enumerated() {
    let logit = logits[place].isNaN ? .infinity : logits[place]
    if top.count == count, logit <= top[count - 1].logit { continue }
    let after = top.lastIndex { $0.logit >= logit } ?? -1
    top.insert((index, logit), at: after + 1)
    if top.count > count { top.removeLast() }
  }
  return top.map(\.class)
}
