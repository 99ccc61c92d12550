import Foundation
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
      let row = RowTolerance(call, sample)
      losses.append(2 * row.loss * Double(Scalar.ulpOfOne))
      gradient.append(2 * row.gradient * Double(Scalar.ulpOfOne))
    }
  }
}

/// The same of one sample, in ε.
private struct RowTolerance<Scalar: TestScalar> {
  let loss: Double
  let gradient: Double

  init(_ call: LossCall<Scalar>, _ sample: Int) {
    let (row, options) = (call.rows[sample].map { Double($0) }, call.options)
    let (least, largest) = (row.min() ?? 0, row.max() ?? 0)
    let spread = min(largest - least, 2 * options.softcap) / options.temperature
    // z(x) − z(m) has 1 rounding, or 3 with a temperature, or 5 ulp.
    let roundings =
      options.softcap < .infinity ? 10.0 : options.temperature == 1 ? 1 : 3
    let bounds = Bounds<Scalar>(
      classes: call.classes, spread: Scalar(roundings * spread),
      backend: call.table.backend)

    var targetSum = 1.0
    if case .probabilities(let targets) = call.targets {
      targetSum = max(1, targets[sample].reduce(0) { $0 + Double($1) })
    }
    // Coefficients (α y + β) w sum to this at most; each has 3 roundings and
    // those of α, β and w.
    targetSum *= options.classWeights?.max() ?? 1
    let logClasses = log(Double(call.classes))
    let weight = abs(call.sampleWeights.map { Double($0[sample]) } ?? 1)
    let logSumExp = abs(exactLogSumExp(call.rows[sample], options))
    let square = options.zLoss * logSumExp * logSumExp

    let ofTargets =
      bounds.loss(targetSum: targetSum) + 3 * targetSum * (spread + logClasses)
    let ofSquare =
      2 * options.zLoss * logSumExp * bounds.logarithm + 2 * square
    // The loss is rounded to a Scalar in the end.
    let size = targetSum * (spread + logClasses) + square
    loss = weight * (ofTargets + ofSquare + size / 2)

    // (p (T + 2 λ l) − t) z′: p, 3 roundings of t, 4 more of products and the
    // difference; and z′, in which the powers of 2 (x − m) / c count twice.
    let ofSlope =
      options.softcap < .infinity
      ? 4 + 6 * min((largest - least) / options.softcap, 40) : 1
    let parts = targetSum + 2 * options.zLoss * logSumExp
    gradient =
      weight / options.temperature
      * (parts * (bounds.probability + 7 + ofSlope)
        + 2 * options.zLoss * bounds.logarithm)
  }
}

/// log Σ exp z by the formula of a textbook.
func exactLogSumExp<Scalar: TestScalar>(
  _ row: [Scalar], _ options: CrossEntropy
) -> Double {
  let z = row.map { x in
    let x = Double(x)
    let capped =
      options.softcap < .infinity
      ? options.softcap * tanh(x / options.softcap) : x
    return capped / options.temperature
  }
  let m = z.max() ?? 0
  return m + log(z.reduce(0) { $0 + exp($1 - m) })
}
