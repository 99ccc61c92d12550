/// How often which class was taken for which, in bounded memory.
///
/// With too many pairs the rarest are forgotten. A pair that comes back starts
/// from nothing, and remembers how many of its own may have been forgotten: at
/// most one in `limit / 2` of all confusions. So a pair more frequent than that
/// is never missing, and each count is exact or a bound that says so.
package struct ConfusionCounts {
  /// A target and what was predicted in its place.
  package struct Pair: Hashable {
    package let target: Int
    package let prediction: Int

    package init(target: Int, prediction: Int) {
      self.target = target
      self.prediction = prediction
    }
  }

  /// How often a pair was seen, and how often more it may have been.
  package struct Count: Equatable {
    package fileprivate(set) var seen = 0
    package let forgotten: Int
    package var isExact: Bool { forgotten == 0 }
  }

  private let limit: Int
  private var counts: [Pair: Count] = [:]
  /// The most that a pair which is not there can have had.
  private var mostForgotten = 0
  package private(set) var total = 0

  /// - Parameter limit: The most pairs in memory.
  package init(limit: Int = 1 << 16) {
    self.limit = limit
  }

  package mutating func add(target: Int, prediction: Int) {
    total += 1
    counts[
      Pair(target: target, prediction: prediction),
      default: Count(forgotten: mostForgotten)
    ].seen += 1
    if counts.count > limit { forgetRarest() }
  }

  private mutating func forgetRarest() {
    let most = counts.values.map { $0.seen + $0.forgotten }.sorted(by: >)
    let threshold = most[limit / 2]
    mostForgotten = threshold
    counts = counts.filter { $1.seen + $1.forgotten > threshold }
  }

  /// The most frequent pairs in order; of equals, the lower classes first.
  package func top(_ count: Int) -> [(pair: Pair, count: Count)] {
    let sorted = counts.sorted {
      ($1.value.seen, $0.key.target, $0.key.prediction)
        < ($0.value.seen, $1.key.target, $1.key.prediction)
    }
    return sorted.prefix(count).map { (pair: $0.key, count: $0.value) }
  }
}
