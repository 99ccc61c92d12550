import ArrayFiles
import Logits

/// The figures of two models for the same samples.
struct Comparison {
  /// The k of the classes that both models have among their top k.
  let topK: [Int]

  /// KL(base ‖ other) of each sample that is not ignored, in nats.
  private(set) var divergences = SampledValues()
  /// KL(other ‖ base).
  private(set) var reverseDivergence = SampledMean()
  private(set) var jensenShannon = SampledMean()
  /// The number of samples of which a row of either model is not finite: their
  /// divergence is NaN.
  private(set) var nonFiniteSamples = 0
  /// The first of these rows, counted from 0.
  private(set) var firstNonFiniteRow: Int?
  /// The number of samples for which both models predict the same class.
  private(set) var samePredictions = 0
  /// The classes that are among the top k of both models, for each k.
  private(set) var commonClasses: [Int]
  /// The figures of both models, if there are labels.
  private(set) var base = EvaluationSummary()
  private(set) var other = EvaluationSummary()
  /// The loss of the other model minus that of the base, for each sample.
  private(set) var lossDifference = SampledMean()

  init(topK: [Int]) {
    self.topK = topK
    commonClasses = topK.map { _ in 0 }
  }

  var samples: Int { divergences.mean.count }

  mutating func add(_ sample: ComparedSample) {
    if let ofBase = sample.base.evaluation,
      let ofOther = sample.other.evaluation
    {
      base.add(ofBase)
      other.add(ofOther)
      guard !sample.isIgnored else { return }
      lossDifference.add(ofOther.loss - ofBase.loss)
    }
    divergences.add(sample.divergence)
    reverseDivergence.add(sample.reverseDivergence)
    jensenShannon.add(sample.jensenShannon)
    if sample.divergence.isNaN {
      nonFiniteSamples += 1
      firstNonFiniteRow = firstNonFiniteRow ?? sample.row
    }
    if sample.isSame { samePredictions += 1 }
    for (i, count) in sample.commonClasses.enumerated() {
      commonClasses[i] += count
    }
  }
}
