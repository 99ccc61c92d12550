import Logits

/// How far results may be from the exact ones, counted in roundings.
///
/// The unit is ε, `Scalar.ulpOfOne`: a rounding costs ε / 2 at most.
package struct Bounds<Scalar: TestScalar> {
  let classes: Int
  /// The largest difference between two logits of a row.
  let spread: Double
  let backend: Backend

  package init(classes: Int, spread: Scalar, backend: Backend) {
    self.classes = classes
    self.spread = Double(spread)
    self.backend = backend
  }

  /// Additions that one term of a sum goes through.
  package var additions: Double {
    let lanes = 64 / MemoryLayout<Scalar>.size
    switch backend {
    case .openBLAS:
      // OpenBLAS keeps at least 16 partial sums, over segments of at most 6,144.
      return Double(min(classes, min(classes, 6144) / 16 + 16 + classes / 128))
    default:
      // Rows of up to 8 vectors are summed in one lane; longer ones in those of
      // a vector, which are spilled and added up every 64 vectors.
      return classes <= 8 * lanes
        ? Double(classes)
        : Double(min(classes / lanes, 64) + 5 + classes / (64 * lanes))
    }
  }

  /// Times that a sum may be brought down to a larger maximum: once per
  /// segment.
  private var segments: Double {
    Double(classes * MemoryLayout<Scalar>.size / 8192)
  }

  /// Relative error of exp(x − m): 1 ulp of `exp`, and the rounding of x − m,
  /// which is at most spread · ε / 2.
  package var power: Double { 1 + spread / 2 }

  /// Relative error of Σ exp(x − m).
  ///
  /// Its terms may lose a little more than a power: n · 1.9e-9 for 2^n, which is
  /// 0.023 ε per unit of spread.
  package var sum: Double {
    power * (1 + segments) + 0.023 * spread + additions / 2
  }

  /// Relative error of a probability: power, sum, quotient and product.
  package var probability: Double { power + sum + 1 }

  /// Absolute error of log Σ exp(x − m), itself up to log(classes): that of
  /// the sum, and 2 roundings.
  package var logarithm: Double { sum + logClasses }

  /// Absolute error of logSoftmax and of the loss of a sample: the logarithm,
  /// and roundings of numbers up to spread + log(classes).
  package var loss: Double { logarithm + 1.5 * (spread + logClasses) }

  /// Absolute error of a weighted loss: each term x − m is at most `spread`,
  /// has 2 roundings of its own and goes through the additions of a sum.
  package func loss(targetSum: Double) -> Double {
    targetSum * (loss + spread * (additions / 2 + 2) + logClasses * additions)
  }

  private var logClasses: Double {
    Double(Double.log(Double(classes) + 1))
  }
}

/// The results that are further from the exact ones than `tolerance` ε.
///
/// A tolerance below the smallest normal number counts as that number: such
/// powers are 0 by design.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func violations<Scalar: TestScalar>(
  _ results: [Scalar], _ exact: [Scalar.Wide],
  _ tolerance: (Scalar.Wide) -> Double
) -> [String] {
  let pairs = zip(results, exact)
  return pairs.enumerated().compactMap { i, pair in
    let (result, exact) = pair
    let error = abs(Scalar.Wide(result) - exact)
    let epsilon = Scalar.Wide(Scalar.ulpOfOne)
    let allowed = Scalar.Wide(tolerance(exact)) * epsilon
    let least = 2 * Scalar.Wide(Scalar.leastNormalMagnitude)
    guard result.isFinite, error <= max(allowed, least) else {
      return "[\(i)]: \(result) instead of \(exact), allowed \(allowed)"
    }
    return nil
  }
}
