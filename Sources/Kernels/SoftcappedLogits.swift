import KernelTypes

// z(x) = c · tanh(x / c) / T. With a = x / c, b = m / c and q = e^2(a − b),
//
//   tanh a − tanh b = 2 e^2b (q − 1) / ((e^2b q + 1) (e^2b + 1))
//   1 − tanh² a     = 4 e^2b q / (e^2b q + 1)²
//
// which cancels nowhere as long as q − 1 is computed as such. Both are written
// with h = e^2b, k = 1 for b < 0, and h = 1, k = e^−2b otherwise, so that no
// exponential is large.

/// Logits with a softcap.
///
/// tanh is taken as 1 beyond 20, where it is less than 1e-17 away from it. So an
/// infinite logit is a number here, and only NaN is not.
struct SoftcappedLogits<Scalar: VectorScalar>: CenteredLogits {
  let limit: Scalar.Vector
  let maximum: Scalar.Vector
  /// 2 / c.
  let scale: Scalar.Vector
  let h: Scalar.Vector
  let k: Scalar.Vector
  /// c / T · 2 h k / (h + k).
  let gain: Scalar.Vector
  /// 4 / T · h k.
  let slopeGain: Scalar.Vector

  @inline(__always)
  init(maximum: Scalar.Vector, _ transform: LogitTransform) {
    let one = Scalar.Vector(repeating: 1)
    let cap = Scalar(transform.softcap)
    let perTemperature = Scalar(1 / transform.temperature)
    limit = Scalar.Vector(repeating: 20 * cap)
    scale = Scalar.Vector(repeating: 2 / cap)
    let m = Self.clamped(maximum, limit)
    self.maximum = m
    let isNegative = m .< Scalar.Vector(repeating: 0)
    let exponential = Scalar.exponential(
      (-m).replacing(with: m, where: isNegative) * scale)
    h = one.replacing(with: exponential, where: isNegative)
    k = exponential.replacing(with: one, where: isNegative)
    gain = exponential * (cap * perTemperature * 2) / (one + exponential)
    slopeGain = exponential * (4 * perTemperature)
  }

  @inline(__always)
  static var isBounded: Bool { true }

  /// z(x) − z(m), to some 5 ulp.
  @inline(__always)
  func centered(_ x: Scalar.Vector) -> Scalar.Vector {
    let (q, minusOne) = exponentials(x)
    return gain * minusOne / multiplyAdd(h, q, k)
  }

  /// 1 − tanh²(x / c), over T.
  @inline(__always)
  func slope(_ x: Scalar.Vector) -> Scalar.Vector {
    let q = exponentials(x).exponential
    let denominator = multiplyAdd(h, q, k)
    return (q / denominator) * (slopeGain / denominator)
  }

  @inline(__always)
  func exponentials(
    _ x: Scalar.Vector
  ) -> (exponential: Scalar.Vector, minusOne: Scalar.Vector) {
    Scalar.exponentialAndMinusOne((Self.clamped(x, limit) - maximum) * scale)
  }

  @inline(__always)
  static func clamped(
    _ x: Scalar.Vector, _ limit: Scalar.Vector
  ) -> Scalar.Vector {
    x.min(limit).max(-limit)
  }
}
