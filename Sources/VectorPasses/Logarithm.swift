extension Double {
  /// `log` of every lane, in any range.
  ///
  /// Max error: 1 ulp.
  /// 0 gives −∞, +∞ itself, a negative number or NaN gives NaN.
  ///
  /// x = 2^k · m with m in [√½, √2), and with s = (m − 1) / (m + 1)
  /// log m = 2 (s + s³/3 + s⁵/5 + …). The polynomial, its coefficients and the
  /// order of the sums are those of FreeBSD's msun, e_log.c.
  @inlinable @inline(__always)
  public static func logarithm<A: Arithmetic>(
    _ x: Vector, _ arithmetic: A.Type
  ) -> Vector {
    // Subnormal numbers are brought into the normal range first.
    let isSmall = x .< Vector(repeating: .leastNormalMagnitude)
    let normal = x.replacing(with: x * 0x1p54, where: isSmall)
    let bits = unsafeBitCast(normal, to: SIMD8<UInt64>.self)
    let half = SIMD8<UInt64>(repeating: 0x3fe6_a09e_667f_3bcd)  // √½
    let offset = bits &- half
    // The exponent lands in the significand of 1.5 · 2^52, which takes the
    // place of an integer conversion that AVX2 does not have.
    let exponent = (offset &>> 52) &+ 0x4338_0000_0000_0000
    let wrapped = unsafeBitCast(exponent, to: Vector.self) - 0x1.8p52
    // The shift was a logical one: a negative exponent shows as 2^12 more.
    var k = wrapped.replacing(with: wrapped - 4096, where: wrapped .> 2047)
    k = k.replacing(with: k - 54, where: isSmall)
    let fraction = (offset & 0x000f_ffff_ffff_ffff) &+ half
    let f = unsafeBitCast(fraction, to: Vector.self) - 1

    let s = f / (f + 2)
    let z = s * s
    var series = Vector(repeating: 1.479819860511658591e-01)
    series = A.multiplyAdd(
      series, z, Vector(repeating: 1.531383769920937332e-01))
    series = A.multiplyAdd(
      series, z, Vector(repeating: 1.818357216161805012e-01))
    series = A.multiplyAdd(
      series, z, Vector(repeating: 2.222219843214978396e-01))
    series = A.multiplyAdd(
      series, z, Vector(repeating: 2.857142874366239149e-01))
    series = A.multiplyAdd(
      series, z, Vector(repeating: 3.999999999940941908e-01))
    series = A.multiplyAdd(
      series, z, Vector(repeating: 6.666666666666735130e-01))
    let halfSquare = f * f * 0.5
    let low = A.multiplyAdd(
      s, A.multiplyAdd(series, z, halfSquare),
      k * Vector(repeating: 0x1.a39ef35793c76p-33))
    let result = k * Vector(repeating: 0x1.62e42feep-1) - (halfSquare - low - f)

    return
      result
      .replacing(with: -.infinity, where: x .== 0)
      .replacing(with: x, where: x .== .infinity)
      .replacing(with: .nan, where: .!(x .>= 0))
  }
}
