import CShims

/// Samples on their way to the vector of a summary, at most ``CutSums/additions``:
/// what they add up to goes there at their end.
struct SummaryBatch {
  private typealias Words = UnsafeMutablePointer<Int64>

  /// Those of the sums in the vector.
  private let words: UnsafeMutablePointer<Int64>

  /// The samples of weight 1, whose losses are weighted losses, too.
  private var unweighted = 0
  /// Sums of losses, squared losses, entropies and Brier scores.
  private var sums = CutSums()

  init(_ layout: SummaryLayout, _ vector: UnsafeMutablePointer<Int64>) {
    words = vector + layout.sum(0)
  }

  /// Adds a sample that is not ignored.
  @inline(__always)
  mutating func add(_ sample: SampleEvaluation) {
    var loss = sample.loss
    let square = loss * loss
    if sample.weight == 1 {
      unweighted &+= 1
    } else {
      Self.add(loss, weight: sample.weight, to: words)
      loss = 0
    }
    if !sums.add(quad_of(loss, square, sample.entropy, sample.brier)) {
      Self.add(loss, square, sample.entropy, sample.brier, to: words)
    }
  }

  @inline(never)
  private static func add(_ loss: Double, weight: Double, to words: Words) {
    sum(.losses, words).add(loss)
    sum(.weights, words).add(weight)
    sum(.weightedLosses, words).add(loss * weight)
    sum(.squaredWeights, words).add(weight * weight)
  }

  @inline(never)
  private static func add(
    _ loss: Double, _ square: Double, _ entropy: Double, _ brier: Double,
    to words: Words
  ) {
    sum(.losses, words).add(loss)
    sum(.weightedLosses, words).add(loss)
    sum(.squaredLosses, words).add(square)
    sum(.entropies, words).add(entropy)
    sum(.briers, words).add(brier)
  }

  private static func sum(
    _ sum: SummaryLayout.Sum, _ words: Words
  ) -> ExactSumWords {
    ExactSumWords(words + sum.rawValue * ExactSumWords.count)
  }

  /// Adds the sums to the vector.
  func finish() {
    sums.add(0, to: Self.sum(.losses, words))
    sums.add(0, to: Self.sum(.weightedLosses, words))
    Self.sum(.weights, words).add(Double(unweighted))
    Self.sum(.squaredWeights, words).add(Double(unweighted))
    sums.add(1, to: Self.sum(.squaredLosses, words))
    sums.add(2, to: Self.sum(.entropies, words))
    sums.add(3, to: Self.sum(.briers, words))
  }
}
