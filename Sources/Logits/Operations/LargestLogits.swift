/// The classes of the k largest logits of each sample, in order.
///
/// NaN counts as the largest, and the first of equal ones comes first.
///
/// - Parameters:
///   - count: The k, at most the number of classes.
///   - samples: The number of samples.
///   - logits: The logits.
///   - places: Where those of a sample are, class by class.
/// - Returns: k classes for each sample.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func classesOfLargest<Scalar: LogitScalar>(
  _ count: Int, ofEach samples: Int, in logits: UnsafeBufferPointer<Scalar>,
  at places: (_ sample: Int) -> StrideTo<Int>
) -> [Int] {
  var classes: [Int] = []
  classes.reserveCapacity(samples * count)
  // As in an insertion sort: few classes of a row are among its largest.
  var top: [(class: Int, logit: Scalar)] = []
  top.reserveCapacity(count + 1)
  for sample in 0..<samples {
    top.removeAll(keepingCapacity: true)
    for (index, place) in places(sample).enumerated() {
      let logit = logits[place].isNaN ? .infinity : logits[place]
      if top.count == count, logit <= top[count - 1].logit { continue }
      let after = top.lastIndex { $0.logit >= logit } ?? -1
      top.insert((index, logit), at: after + 1)
      if top.count > count { top.removeLast() }
    }
    for (c, _) in top { classes.append(c) }
  }
  return classes
}
