import Foundation
import Logits

/// How far the loss of a row and its gradient may be from the exact ones, counted
/// in roundings as in `Bounds`: absolute, in ε.
package struct RowTolerance<Scalar: TestScalar> {
  package let loss: Double
  /// Of each element.
  package let gradient: Double

  /// - Parameters:
  ///   - row: The logits.
  ///   - targetSum: What target probabilities sum to, at least 1.
  ///   - weight: That of the sample.
  ///   - options: Those of the loss.
  ///   - backend: What computes it.
  package init(
    _ row: [Scalar], targetSum: Double = 1, weight: Double,
    _ options: CrossEntropy, _ backend: Backend
  ) {
    let logits = row.map { Double($0) }
    let (least, largest) = (logits.min() ?? 0, logits.max() ?? 0)
    let spread = min(largest - least, 2 * options.softcap) / options.temperature
    let bounds = Bounds<Scalar>(
      classes: row.count,
      spread: Scalar(options.roundingsOfLogits * spread), backend: backend)

    // Coefficients (α y + β) w sum to this at most; each has 3 roundings and
    // those of α, β and w.
    let targetSum = targetSum * (options.classWeights?.max() ?? 1)
    let logClasses = log(Double(row.count))
    let logSumExp = abs(exactLogSumExp(row, options))
    let square = options.zLoss * logSumExp * logSumExp

    let ofTargets =
      bounds.loss(targetSum: targetSum) + 3 * targetSum * (spread + logClasses)
    let ofSquare =
      2 * options.zLoss * logSumExp * bounds.logarithm + 2 * square
    // The loss is rounded to a Scalar in the end.
    let size = targetSum * (spread + logClasses) + square
    loss = abs(weight) * (ofTargets + ofSquare + size / 2)

    // (p (T + 2 λ l) − t) z′: p, 3 roundings of t, 4 more of products and the
    // difference; and z′, in which the powers of 2 (x − m) / c count twice.
    let ofSlope =
      options.softcap < .infinity
      ? 4 + 6 * min((largest - least) / options.softcap, 40) : 1
    let parts = targetSum + 2 * options.zLoss * logSumExp
    gradient =
      abs(weight) / options.temperature
      * (parts * (bounds.probability + 7 + ofSlope)
        + 2 * options.zLoss * bounds.logarithm)
  }
}

extension CrossEntropy {
  /// Those of z(x) − z(m): 1, or 3 with a temperature, or 5 ulp.
  var roundingsOfLogits: Double {
    softcap < .infinity ? 10 : temperature == 1 ? 1 : 3
  }
}

/// z by the formula of a textbook.
func exactLogits<Scalar: TestScalar>(
  _ row: [Scalar], _ options: CrossEntropy
) -> [Double] {
  row.map { x in
    let x = Double(x)
    let capped =
      options.softcap < .infinity
      ? options.softcap * tanh(x / options.softcap) : x
    return capped / options.temperature
  }
}

/// log Σ exp z by the formula of a textbook.
package func exactLogSumExp<Scalar: TestScalar>(
  _ row: [Scalar], _ options: CrossEntropy
) -> Double {
  let z = exactLogits(row, options)
  let m = z.max() ?? 0
  return m + log(z.reduce(0) { $0 + exp($1 - m) })
}
