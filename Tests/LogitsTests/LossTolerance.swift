import Logits
import TestSupport

/// How far a loss and its gradient may be from the exact ones, counted in
/// roundings as in `Bounds`; for two results that are compared, twice.
struct LossTolerance<Scalar: TestScalar> {
  /// Of the loss of each sample, absolute.
  var losses: [Double]
  /// Of each element of its gradient, absolute.
  var gradient: [Double]
  /// Of their sum, which is of Doubles.
  var sum: Double { losses.reduce(0, +) * (1 + sumRoundings) }

  private var sumRoundings: Double {
    Double(losses.count) * Double.ulpOfOne / Double(Scalar.ulpOfOne)
  }

  init(_ call: LossCall<Scalar>) {
    losses = []
    gradient = []
    for sample in call.rows.indices {
      var targetSum = 1.0
      if case .probabilities(let targets) = call.targets {
        targetSum = max(1, targets[sample].reduce(0) { $0 + Double($1) })
      }
      let row = RowTolerance(
        call.rows[sample], targetSum: targetSum,
        weight: call.sampleWeights.map { Double($0[sample]) } ?? 1,
        call.options, call.table.backend)
      losses.append(2 * row.loss * Double(Scalar.ulpOfOne))
      gradient.append(2 * row.gradient * Double(Scalar.ulpOfOne))
    }
  }
}
