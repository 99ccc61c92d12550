import Foundation
import Logits
import TestSupport

/// How far a loss and an element of its gradient may be from the exact ones, in
/// ε, as `Bounds` counts them.
struct PlainLossBounds {
  let loss: Double
  let gradient: Double

  /// What a change of all logits by 1 changes the gradient by, at most.
  let slope: Double

  /// For targets that sum to `targetSum`, or to less.
  init<Scalar: TestScalar>(
    _ row: [Scalar], _ options: CrossEntropy, targetSum: Double = 1,
    logSumExp: Double, _ table: Execution
  ) {
    let capped = options.softcap < .infinity
    // A softcap makes numbers of infinities; of 40 c it makes c already.
    let most = capped ? 40 * options.softcap : .infinity
    let numbers = row.map { max(-most, min(most, Double($0))) }
      .filter(\.isFinite)
    let (least, largest) = (numbers.min() ?? 0, numbers.max() ?? 0)
    let spread =
      min(largest - least, 2 * options.softcap) / options.temperature
    // z(x) − z(m) has 1 rounding, or 3 with a temperature, or 5 ulp.
    let roundings = capped ? 10.0 : options.temperature == 1 ? 1 : 3
    let bounds = Bounds<Scalar>(
      classes: row.count, spread: Scalar(roundings * spread),
      backend: table.backend)
    // The coefficients sum to this at most, and have 3 roundings each.
    let targetSum =
      max(targetSum, 1) * max(options.classWeights?.max() ?? 1, 1e-3)
    let logClasses = log(Double(row.count) + 1)
    let size = abs(logSumExp)
    let square = options.zLoss * size * size
    loss =
      bounds.loss(targetSum: targetSum)
      + 3.5 * targetSum * (spread + logClasses)
      // log Σ exp z has the error of the logarithm and that of z(m).
      + 2 * options.zLoss * size
      * (bounds.logarithm + roundings * (size + spread))
      + 2.5 * square
    // (p (T + 2 λ l) − t) z′, in z′ the powers of 2 (x − m) / c count twice.
    let ofSlope =
      capped ? 4 + 6 * min((largest - least) / options.softcap, 40) : 1
    let parts = targetSum + 2 * options.zLoss * size
    gradient =
      (parts * (bounds.probability + 7 + ofSlope)
        + 2 * options.zLoss * (bounds.logarithm + roundings * (size + spread)))
      / options.temperature
    // p′ is at most 1/4, and z″ at most 0.8 / c.
    let temperature = min(options.temperature, 1)
    slope =
      (2 * parts + 2 * options.zLoss + 2 * parts / options.softcap)
      / (temperature * temperature)
  }
}

extension CrossEntropy {
  /// At least the magnitude of log Σ exp z.
  func mostLogSumExp<Scalar: TestScalar>(_ row: [Scalar]) -> Double {
    let z = row.map { max(-softcap, min(softcap, Double($0))) }
      .filter(\.isFinite).map { abs($0) / temperature }
    return (z.max() ?? 0) + Double.log(Double(row.count) + 1)
  }
}
