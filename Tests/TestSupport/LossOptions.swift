import Logits

/// The options of a cross-entropy, to be changed one by one.
package struct LossOptions: Sendable {
  package var classWeights: [Double]?
  package var ignoreIndex: Int? = -100
  package var labelSmoothing = 0.0
  package var reduction = Reduction.mean
  package var zLoss = 0.0
  package var temperature = 1.0
  package var softcap = Double.infinity
  package var targetSumTolerance: Double?
  package var emptyMean = EmptyMean.nan
  package var negativeInfinityRows = NegativeInfinityRows.nan

  package init(_ change: (inout LossOptions) -> Void = { _ in }) {
    change(&self)
  }

  package func made() throws(LogitsError) -> CrossEntropy {
    try CrossEntropy(
      classWeights: classWeights, ignoreIndex: ignoreIndex,
      labelSmoothing: labelSmoothing, reduction: reduction, zLoss: zLoss,
      temperature: temperature, softcap: softcap,
      targetSumTolerance: targetSumTolerance, emptyMean: emptyMean,
      negativeInfinityRows: negativeInfinityRows)
  }
}

/// Options that lead to different code: no transform, another one, coefficients
/// and factors.
package struct LossVariant: Sendable {
  package let name: String
  private let isWeighted: Bool
  private let options: LossOptions

  package static let all = [
    LossVariant(
      name: "plain", isWeighted: false,
      options: LossOptions { $0.ignoreIndex = 1 }),
    LossVariant(
      name: "smoothed", isWeighted: false,
      options: LossOptions {
        $0.labelSmoothing = 0.125
        $0.temperature = 0.7
      }),
    LossVariant(
      name: "full", isWeighted: true,
      options: LossOptions {
        $0.ignoreIndex = 2
        $0.labelSmoothing = 0.125
        $0.zLoss = 0.01
        $0.temperature = 0.7
        $0.softcap = 15
        $0.negativeInfinityRows = .zero
      }),
  ]

  package func criterion(classes: Int) throws -> CrossEntropy {
    var options = options
    if isWeighted {
      options.classWeights = (0..<classes).map { 0.5 + Double($0 % 3) }
    }
    return try options.made()
  }
}
