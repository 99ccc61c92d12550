import CShims
import KernelTypes

extension Double {
  /// `log` of every lane, in any range.
  ///
  /// Max error: 1 ulp.
  /// 0 gives −∞, +∞ itself, a negative number or NaN gives NaN.
  ///
  /// x = 2^k · m with m in [√½, √2), and with s = (m − 1) / (m + 1)
  /// log m = 2 (s + s³/3 + s⁵/5 + …). The polynomial, its weights and the
  /// order of the sums are those of FreeBSD's msun, e_log.c.
  @inline(__always)
  static func logarithm(
    _ x: Vector
  ) -> Vector {
    // Subnormal numbers are brought into the normal range first.
    let isSmall = x .< Vector(repeating: .leastNormalMagnitude)
    let normal = x.replacing(with: x.fromSubnormal(), where: isSmall)
    var (k, m) = normal.exponentAndFraction()
    k = k.replacing(with: k - Vector(repeating: 1022), where: isSmall)
    let result = logarithm(k, m - Vector(repeating: 1))

    let (zero, infinity, nan) = (
      Vector(repeating: 0), Vector(repeating: .infinity),
      Vector(repeating: .nan)
    )
    return
      nan
      .replacing(with: result, where: zero .< x)
      .replacing(with: x, where: x .== infinity)
      .replacing(with: Vector(repeating: -.infinity), where: x .== zero)
  }

  /// log(1 + x) for x ≥ 0, however small; NaN for NaN and +∞.
  ///
  /// Max error: 1 ulp. What the sum rounds away counts as much as the slope of the
  /// logarithm says.
  @inline(__always)
  static func logarithmOfOnePlus(
    _ x: Vector
  ) -> Vector {
    let one = Vector(repeating: 1)
    let sum = x + one
    let lost = x - (sum - one)
    let (k, m) = sum.exponentAndFraction()
    return logarithm(k, m - one, plus: lost / sum)
  }

  /// log(2^k (1 + f)) + rest.
  @inline(__always)
  fileprivate static func logarithm(
    _ k: Vector, _ f: Vector, plus rest: Vector = Vector(repeating: 0)
  ) -> Vector {
    let (s, sum, halfSquare) = logarithmParts(f)
    let low = multiplyAdd(
      s, sum, multiplyAdd(k, Vector(repeating: 0x1.a39ef35793c76p-33), rest))
    return k * Vector(repeating: 0x1.62e42feep-1) - (halfSquare - low - f)
  }

  /// log(1 + x) − x, without the cancellation near 0, as far as 1 + x > 0.
  @inline(__always)
  static func logarithmOfOnePlusMinusArgument(
    _ x: Vector
  ) -> Vector {
    let sum = x + Vector(repeating: 1)
    let (s, parts, halfSquare) = logarithmParts(x)
    let isNear = Vector(repeating: 0.25) .< x.max(-x)
    return multiplyAdd(s, parts, -halfSquare)
      .replacing(with: logarithm(sum) - x, where: isNear)
  }

  /// What makes log(1 + f) = f − (f²/2 − s (f²/2 + R)), for f from √½ − 1 to
  /// √2 − 1: s, the sum and f²/2.
  @inline(__always)
  private static func logarithmParts(
    _ f: Vector
  ) -> (s: Vector, sum: Vector, halfSquare: Vector) {
    let s = f / (f + Vector(repeating: 2))
    let z = s * s
    var series = Vector(repeating: 1.479819860511658591e-01)
    series = multiplyAdd(series, z, Vector(repeating: 1.531383769920937332e-01))
    series = multiplyAdd(series, z, Vector(repeating: 1.818357216161805012e-01))
    series = multiplyAdd(series, z, Vector(repeating: 2.222219843214978396e-01))
    series = multiplyAdd(series, z, Vector(repeating: 2.857142874366239149e-01))
    series = multiplyAdd(series, z, Vector(repeating: 3.999999999940941908e-01))
    series = multiplyAdd(series, z, Vector(repeating: 6.666666666666735130e-01))
    let halfSquare = f * f * 0.5
    return (s, multiplyAdd(series, z, halfSquare), halfSquare)
  }
}

extension Float {
  /// log(1 + x) for x ≥ 0, however small; NaN for NaN and +∞.
  ///
  /// Max error: 2.1 ulps of Double, which is more than sums of Floats know. Where
  /// 1 + x is in [1, √2), x itself is what the series is of, and what the sum rounds
  /// away is in it; elsewhere it is left out, which saves a division.
  @inline(__always)
  static func logarithmOfOnePlus(
    _ x: DoubleVector
  ) -> DoubleVector {
    let (zero, one) = (DoubleVector(repeating: 0), DoubleVector(repeating: 1))
    let (k, m) = (x + one).exponentAndFraction()
    // 0 is added, or ∞ − ∞.
    let f = (m - one).replacing(with: x, where: k .== zero) + (x - x)
    return Double.logarithm(k, f)
  }
}
