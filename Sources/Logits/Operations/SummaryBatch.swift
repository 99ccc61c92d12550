/// Samples on their way to the vector of a summary, at most ``CutSum/additions``:
/// what they add up to goes there at their end.
struct SummaryBatch {
  private let layout: SummaryLayout
  private let vector: UnsafeMutablePointer<Int64>

  /// The samples of weight 1, and their losses, which are weighted losses, too.
  private var unweighted = 0
  private var losses = CutSum()
  private var squaredLosses = CutSum()
  private var entropies = CutSum()
  private var briers = CutSum()

  init(_ layout: SummaryLayout, _ vector: UnsafeMutablePointer<Int64>) {
    self.layout = layout
    self.vector = vector
  }

  /// Adds a sample that is not ignored.
  @inline(__always)
  mutating func add(_ sample: SampleEvaluation) {
    let (loss, weight) = (sample.loss, sample.weight)
    if weight == 1 {
      unweighted += 1
      if !losses.add(loss) {
        add(loss, to: .losses)
        add(loss, to: .weightedLosses)
      }
    } else {
      add(loss, to: .losses)
      add(weight, to: .weights)
      add(loss * weight, to: .weightedLosses)
      add(weight * weight, to: .squaredWeights)
    }
    let square = loss * loss
    if !squaredLosses.add(square) { add(square, to: .squaredLosses) }
    if !entropies.add(sample.entropy) { add(sample.entropy, to: .entropies) }
    if !briers.add(sample.brier) { add(sample.brier, to: .briers) }
  }

  /// Adds the sums to the vector.
  func finish() {
    losses.add(to: words(.losses))
    losses.add(to: words(.weightedLosses))
    add(Double(unweighted), to: .weights)
    add(Double(unweighted), to: .squaredWeights)
    squaredLosses.add(to: words(.squaredLosses))
    entropies.add(to: words(.entropies))
    briers.add(to: words(.briers))
  }

  private func words(_ sum: SummaryLayout.Sum) -> ExactSumWords {
    ExactSumWords(vector + layout.sum(sum))
  }

  private func add(_ number: Double, to sum: SummaryLayout.Sum) {
    words(sum).add(number)
  }
}
