// z(x) = c · tanh(x / c) / T. With a = x / c, b = m / c and q = e^2(a − b),
//
//   tanh a − tanh b = 2 e^2b (q − 1) / ((e^2b q + 1) (e^2b + 1))
//   1 − tanh² a     = 4 e^2b q / (e^2b q + 1)²
//
// which cancels nowhere as long as q − 1 is computed as such. Both are written
// with h = e^2b, k = 1 for b < 0, and h = 1, k = e^−2b otherwise, so that no
// power is large.

/// The shift of logits with a softcap.
///
/// tanh is taken as 1 beyond 20, where it is less than 1e-17 away from it. So an
/// infinite logit is a number here, and only NaN is none.
public struct SoftcapShift<Scalar: VectorScalar, A: Arithmetic>: LogitShift {
  @usableFromInline let limit: Scalar.Vector
  @usableFromInline let maximum: Scalar.Vector
  /// 2 / c.
  @usableFromInline let scale: Scalar.Vector
  @usableFromInline let h: Scalar.Vector
  @usableFromInline let k: Scalar.Vector
  /// c / T · 2 h k / (h + k).
  @usableFromInline let gain: Scalar.Vector
  /// 4 / T · h k.
  @usableFromInline let slopeGain: Scalar.Vector

  /// The shift of rows with these maxima, a row in each lane or one in all.
  @inlinable @inline(__always)
  public init(maximum: Scalar.Vector, _ transform: LogitTransform) {
    let one = Scalar.Vector(repeating: 1)
    let cap = Scalar(transform.softcap)
    let perTemperature = Scalar(1 / transform.temperature)
    limit = Scalar.Vector(repeating: 20 * cap)
    scale = Scalar.Vector(repeating: 2 / cap)
    let m = Self.clamped(maximum, limit)
    self.maximum = m
    let isNegative = m .< Scalar.Vector(repeating: 0)
    let power = Scalar.exponential(
      (-m).replacing(with: m, where: isNegative) * scale, A.self)
    h = one.replacing(with: power, where: isNegative)
    k = power.replacing(with: one, where: isNegative)
    gain = power * (cap * perTemperature * 2) / (one + power)
    slopeGain = power * (4 * perTemperature)
  }

  /// The softcap is the bound.
  @inlinable @inline(__always)
  public static var isBounded: Bool { true }

  /// z(x) − z(m), to some 5 ulp.
  @inlinable @inline(__always)
  public func shifted(_ x: Scalar.Vector) -> Scalar.Vector {
    let (power, powerMinusOne) = powers(x)
    return gain * powerMinusOne / A.multiplyAdd(h, power, k)
  }

  /// 1 − tanh²(x / c), over T.
  @inlinable @inline(__always)
  public func slope(_ x: Scalar.Vector) -> Scalar.Vector {
    let power = powers(x).power
    let denominator = A.multiplyAdd(h, power, k)
    return (power / denominator) * (slopeGain / denominator)
  }

  @inlinable @inline(__always)
  func powers(
    _ x: Scalar.Vector
  ) -> (power: Scalar.Vector, minusOne: Scalar.Vector) {
    Scalar.exponentialAndMinusOne(
      (Self.clamped(x, limit) - maximum) * scale, A.self)
  }

  @inlinable @inline(__always)
  static func clamped(
    _ x: Scalar.Vector, _ limit: Scalar.Vector
  ) -> Scalar.Vector {
    x.smaller(limit).larger(-limit)
  }
}
