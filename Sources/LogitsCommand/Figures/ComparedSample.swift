import Logits

/// What two models make of a sample.
struct ComparedSample {
  /// Counted from 0.
  let row: Int
  /// KL(base ‖ other), in nats; NaN where a row of either model is not finite.
  let divergence: Double
  /// KL(other ‖ base).
  let reverseDivergence: Double
  let jensenShannon: Double
  /// The classes that are among the top k of both, for each k; none where a row is
  /// not finite.
  let commonClasses: [Int]
  let base: Prediction
  let other: Prediction
  /// `nil` without labels.
  let target: Int?

  /// What one of the models makes of it.
  struct Prediction {
    let predictedClass: Int
    /// `nil` without labels.
    let evaluation: SampleEvaluation?

    /// - Parameters:
    ///   - top: The classes of the largest logits.
    ///   - evaluation: What says that the sample is ignored.
    init(top: ArraySlice<Int>, _ evaluation: SampleEvaluation?) {
      predictedClass = evaluation?.prediction ?? top[top.startIndex]
      self.evaluation = evaluation
    }
  }

  var isIgnored: Bool { base.evaluation?.isIgnored ?? false }

  /// Whether both models predict the same class, in rows that are finite.
  var isSame: Bool {
    !divergence.isNaN && base.predictedClass == other.predictedClass
  }
}
