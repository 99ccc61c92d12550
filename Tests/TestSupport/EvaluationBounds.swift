import Logits

/// How far the figures of a sample may be from the exact ones.
///
/// The unit is ε of the row's type, as in ``Bounds``.
package struct EvaluationBounds<Scalar: TestScalar> {
  /// Relative error of z(x) − z(m): 1.5 roundings for a temperature, some 5 ulp
  /// for a softcap.
  let shift: Double
  let classes: Int
  /// The largest z(m) − z(x) whose power is not 0.
  let spread: Double

  package init(
    classes: Int, spread: Double, temperature: Double = 1,
    softcap: Double = .infinity
  ) {
    self.classes = classes
    self.spread = min(spread, Scalar(1) is Float ? 88 : 709)
    shift = softcap < .infinity ? 6 : temperature == 1 ? 0.5 : 1.5
  }

  /// Additions that one term goes through: 16 vectors, the lanes of one, and
  /// what has been spilled.
  package var additions: Double {
    let lanes = 64 / MemoryLayout<Scalar>.size
    return Double(
      min(classes / lanes, 16) + 5 + (classes + 16 * lanes - 1) / (16 * lanes))
  }

  /// Relative error of a power.
  var power: Double { 1 + shift * spread }

  /// Relative error of Σ e.
  package var sum: Double { power + additions / 2 }

  /// Absolute error of log Σ e.
  package var logarithm: Double { sum + logClasses }

  /// Absolute error of the loss: the logarithm, z at the target, a difference.
  package var loss: Double {
    logarithm + (shift + 1) * (spread + logClasses)
  }

  /// Absolute error of log Σ exp z: z(m) is a Double.
  package func logSumExp(_ exact: Double) -> Double {
    let ofDouble = (shift + 1) * (abs(exact) + logClasses)
    return logarithm + ofDouble * Double.ulpOfOne / Double(Scalar.ulpOfOne)
  }

  /// Absolute error of 1 / Σ e.
  package var confidence: Double { sum + 1 }

  /// Absolute error of log Σ e − Σ e (z − m) / Σ e, each of which is log(classes)
  /// at most: terms with a power, a shift and a product.
  package var entropy: Double {
    let product = power + shift + 0.5 + additions / 2
    return logarithm + logClasses * (product + sum + 1) + 1
  }

  /// Absolute error of the Brier score.
  ///
  /// The part of the target is the square of (Σ e − e) / Σ e, at most 1; that of
  /// the others is (Σ e² − e²) / (Σ e)².
  package var brier: Double {
    let ofTarget = 2 * (2 * sum + power + 1)
    let ofOthers = 2 * power + 1 + additions / 2 + 2 * sum + 2 * power + 2
    return ofTarget + ofOthers
  }

  private var logClasses: Double { Double.log(Double(classes) + 1) }
}
