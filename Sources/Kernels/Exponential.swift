// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2.
//
// n is found by adding 1.5 · 2^(significand bits) and the exponent's bias: the
// sum's low bits are then those of 2^n's exponent, ready to be shifted there.
// ln 2 is split in two so that the product of n and its upper part is exact
// (Cody and Waite, 1980). e^r is 1 + r + r² q(r), q a minimax polynomial (Remez
// exchange, minimax.py beside the tests). The scale is multiplied on, not added
// to the exponent bits, because a NaN has to survive it.

extension VectorScalar {
  /// Max error: 0.99 ulp for Float, 0.97 with powers in registers, 1 ulp for
  /// Double; 0 below the range that `reduced` is made for.
  @inline(__always)
  static func exponential(
    _ x: Vector
  ) -> Vector {
    exponentialInRange(x).replacing(
      with: Vector(repeating: 0), where: x .< Vector(repeating: leastExponent))
  }

  /// sum + e^x for x ≤ 0; what is below the normal numbers adds 0.
  @inline(__always)
  static func addExponential(
    of x: Vector, to sum: Vector
  ) -> Vector {
    let (fraction, power) = termFactors(x)
    return multiplyAdd(fraction, power, sum)
  }

  /// Two factors of e^x for x ≤ 0, for a term of a sum.
  @inline(__always)
  static func termFactors(
    _ x: Vector
  ) -> (fraction: Vector, power: Vector) {
    exponentialFactors(x.max(Vector(repeating: zeroExponent)))
  }

  /// e^x, and e^x − 1 without the cancellation near 0.
  ///
  /// Max error: that of the exponential, and 2 ulp; x within ±80.
  @inline(__always)
  static func exponentialAndMinusOne(
    _ x: Vector
  ) -> (exponential: Vector, minusOne: Vector) {
    let (r, q, scale) = reduced(x, isTerm: false)
    let exponential = onePlus(r, q) * scale
    let rest = scale - Vector(repeating: 1)
    return (exponential, multiplyAdd(multiplyAdd(q, r * r, r), scale, rest))
  }

  /// e^x − 1 − x, without the cancellation near 0; x within ±80.
  @inline(__always)
  static func exponentialRemainder(
    _ x: Vector
  ) -> Vector {
    let (r, q, scale) = reduced(x, isTerm: true)
    // Near 0 the scale is 1 and r is x, so that r² q is left.
    let rest = multiplyAdd(r, scale, (scale - Vector(repeating: 1)) - x)
    return multiplyAdd(q, (r * r) * scale, rest)
  }

  /// 1 + r + r² q, in the order that rounds least.
  ///
  /// Fused, 1 + r (1 + r q) has two roundings, the first scaled by r. Otherwise
  /// the products are best kept small beside r, and r beside 1.
  @inline(__always)
  static func onePlus(
    _ r: Vector, _ q: Vector
  ) -> Vector {
    let one = Vector(repeating: 1)
    return hasFusedMultiplyAdd
      ? multiplyAdd(multiplyAdd(q, r, one), r, one)
      : one + (q * (r * r) + r)
  }
}

extension VectorScalar {
  @inline(__always)
  static func exponentialInRange(_ x: Vector) -> Vector {
    let (r, q, scale) = reduced(x, isTerm: false)
    return onePlus(r, q) * scale
  }

  @inline(__always)
  static func exponentialFactors(
    _ x: Vector
  ) -> (fraction: Vector, power: Vector) {
    let (r, q, scale) = reduced(x, isTerm: true)
    return (onePlus(r, q), scale)
  }
}

extension Float {
  /// The logarithm of the smallest normal number.
  @inline(__always)
  static var leastExponent: Float { -87.33 }

  /// −127 ln 2: that power of 2 has the bits of 0.
  @inline(__always)
  static var zeroExponent: Float { -88.029_69 }

  /// r, q(r) and 2^n, for x from the least exponent to 88.
  @inline(__always)
  static func reduced(
    _ x: Vector, isTerm: Bool
  ) -> (r: Vector, q: Vector, scale: Vector) {
    let shifter = Vector(repeating: 0x1.8p23 + 127)
    let shifted = multiplyAdd(x, Vector(repeating: 1.442_695_041), shifter)
    let n = shifted - shifter
    let r: Vector
    if isTerm, hasFusedMultiplyAdd {
      // Float's ln 2 is off by 1.9e-9: n times that, of a term of 2^n.
      r = multiplyAdd(n, Vector(repeating: -0.693_147_182), x)
    } else {
      r = multiplyAdd(
        n, Vector(repeating: 2.121_944_4e-4),
        multiplyAdd(n, Vector(repeating: -0.693_359_375), x))
    }

    // Relative error of the polynomial: 3.8e-9.
    var q = Vector(repeating: 0.001_381_459_878_757_596)
    q = multiplyAdd(q, r, Vector(repeating: 0.008_368_716_575_205_326))
    q = multiplyAdd(q, r, Vector(repeating: 0.041_668_388_992_547_99))
    q = multiplyAdd(q, r, Vector(repeating: 0.166_665_211_319_923_4))
    q = multiplyAdd(q, r, Vector(repeating: 0.499_999_940_395_355_2))

    return (r, q, shifted.powerOfTwo())
  }
}

extension Double {
  /// The logarithm of the smallest normal number.
  @inline(__always)
  static var leastExponent: Double { -708.39 }

  /// −1023 ln 2: that power of 2 has the bits of 0.
  @inline(__always)
  static var zeroExponent: Double { -709.089_565_712_824_05 }

  /// r, q(r) and 2^n, for x from the least exponent to 709.
  @inline(__always)
  static func reduced(
    _ x: Vector, isTerm: Bool
  ) -> (r: Vector, q: Vector, scale: Vector) {
    let shifter = Vector(repeating: 0x1.8p52 + 1023)
    let shifted = multiplyAdd(
      x, Vector(repeating: 1.442_695_040_888_963_4), shifter)
    let n = shifted - shifter
    var r = multiplyAdd(n, Vector(repeating: -0x1.62e42feep-1), x)
    r = multiplyAdd(n, Vector(repeating: -0x1.a39ef35793c76p-33), r)

    // Relative error of the polynomial: 7.2e-19.
    var q = Vector(repeating: 0x1.1e3d2d1a6d39ap-29)
    q = multiplyAdd(q, r, Vector(repeating: 0x1.af6be7e49d961p-26))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.27e5b44634161p-22))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.71ddf020cdedcp-19))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.a01a01368f8a2p-16))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.a01a01b37e37fp-13))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.6c16c16c3048cp-10))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.111111110ec5dp-7))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.5555555555503p-5))
    q = multiplyAdd(q, r, Vector(repeating: 0x1.555555555555bp-3))
    q = multiplyAdd(q, r, Vector(repeating: 0x1p-1))

    return (r, q, shifted.powerOfTwo())
  }
}
