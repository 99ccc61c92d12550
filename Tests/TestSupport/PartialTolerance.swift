import Foundation
import Logits

/// How far the loss of a sample whose chunks have been merged, and its gradient,
/// may be from those of another computation of the whole row: absolute.
struct PartialTolerance<Scalar: TestScalar> {
  let loss: Double
  /// Of each element.
  let gradient: Double

  init(
    _ row: [Scalar], chunks: Int, weight: Double, _ options: CrossEntropy,
    _ backend: Backend
  ) {
    let z = exactLogits(row, options)
    let (least, largest) = (z.min() ?? 0, z.max() ?? 0)
    let spread = largest - least
    let logSumExp = abs(exactLogSumExp(row, options))
    let targetSum = options.classWeights?.max() ?? 1
    let square = options.zLoss * logSumExp * logSumExp

    // Chunks say z as such, not z − m. Each has roundings of its own, and so
    // have two that are subtracted.
    let ofLogits = options.roundingsOfLogits * max(abs(least), abs(largest))
    // What a merge adds to a sum is said at `PartialCrossEntropy`, and the
    // logarithm of a sum is off by what the sum is, relative to it. Then there
    // are the logarithm and its sum with the maximum.
    let merges = Double(chunks - 1)
    let ofLogarithm =
      merges * (2 + spread / 2) + 2 * ofLogits + log(Double(row.count))
      + logSumExp
    // A merge brings Σ w (z − m) down by Σ w times at most the spread.
    let ofDots = 2 * merges * spread + 2 * ofLogits
    let mergedLoss =
      targetSum * (ofLogarithm + ofDots)
      + 2 * options.zLoss * logSumExp * ofLogarithm + 2 * square
    // exp(z(m) − l), with three roundings of its product.
    let mergedGradient =
      (targetSum + 2 * options.zLoss * logSumExp)
      * (ofLogarithm + ofLogits + spread + 3)
      + 2 * options.zLoss * ofLogarithm

    let ofRow = RowTolerance(row, weight: weight, options, backend)
    loss =
      2 * ofRow.loss * Double(Scalar.ulpOfOne)
      + weight * mergedLoss * Double.ulpOfOne
    gradient =
      2 * ofRow.gradient * Double(Scalar.ulpOfOne)
      + weight / options.temperature * mergedGradient * Double.ulpOfOne
  }
}
