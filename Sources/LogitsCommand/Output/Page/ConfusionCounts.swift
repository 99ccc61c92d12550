/// Counts of wrong predictions by class, in bounded memory.
///
/// If there are too many pairs, the rarest are dropped. A pair that comes back
/// starts from 0 with a bound on how many were dropped: at most one in
/// `limit / 2` of all confusions. So a pair more frequent than that is never
/// missing, and each count is exact or marked as a lower bound.
package struct ConfusionCounts {
  /// A target and a wrong prediction for it.
  package struct Pair: Hashable {
    package let target: Int
    package let prediction: Int

    package init(target: Int, prediction: Int) {
      self.target = target
      self.prediction = prediction
    }
  }

  /// The count of a pair, and the most that it may be too low.
  package struct Count: Equatable {
    package fileprivate(set) var seen = 0
    package let dropped: Int
    package var isExact: Bool { dropped == 0 }
  }

  private let limit: Int
  private var counts: [Pair: Count] = [:]
  /// The largest count that may have been dropped.
  private var mostDropped = 0
  package private(set) var total = 0

  /// - Parameter limit: The maximum number of pairs in memory.
  package init(limit: Int = 1 << 16) {
    self.limit = limit
  }

  package mutating func add(target: Int, prediction: Int) {
    total += 1
    counts[
      Pair(target: target, prediction: prediction),
      default: Count(dropped: mostDropped)
    ].seen += 1
    if counts.count > limit { dropRarest() }
  }

  private mutating func dropRarest() {
    let most = counts.values.map { $0.seen + $0.dropped }.sorted(by: >)
    let threshold = most[limit / 2]
    mostDropped = threshold
    counts = counts.filter { $1.seen + $1.dropped > threshold }
  }

  /// The most frequent pairs in order; ties by class.
  package func top(_ count: Int) -> [(pair: Pair, count: Count)] {
    let sorted = counts.sorted {
      ($1.value.seen, $0.key.target, $0.key.prediction)
        < ($0.value.seen, $1.key.target, $1.key.prediction)
    }
    return sorted.prefix(count).map { (pair: $0.key, count: $0.value) }
  }
}
