#if POWERS_IN_REGISTERS
// e^x = 2^(k/8) · e^r with k = round(8 x / ln 2), and so |r| ≤ ln 2 / 16: a cubic
// is enough, and the powers of 2 fit in one register of AVX2. A third of the
// polynomial's instructions are saved.
//
// Relative error of the cubic 2.5e-8, of the powers 3e-8: enough for a sum. For
// what is stored, a second register has what the powers lack, and the last two
// operations are one, which rounds once.
extension Float {
  @inline(__always)
  static func exponentialFactors(
    _ x: Vector
  ) -> (fraction: Vector, power: Vector) {
    let shifted = shiftedEighths(x)
    let r = multiplyAdd(
      shifted - eighthsShifter, Vector(repeating: -0.086_643_398), x)
    let one = Vector(repeating: 1)
    let fraction = multiplyAdd(
      multiplyAdd(quadraticTerm(r), r, one), r, one)
    return (fraction, shifted.powerOfTwoEighths())
  }

  @inline(__always)
  static func exponentialInRange(_ x: Vector) -> Vector {
    let shifted = shiftedEighths(x)
    let n = shifted - eighthsShifter
    let r = multiplyAdd(
      n, Vector(repeating: 2.652_430_5e-5),
      multiplyAdd(n, Vector(repeating: -0.086_669_921_875), x))
    let minusOne = multiplyAdd(
      quadraticTerm(r) * r, r, r + shifted.powerOfTwoEighthsRest())
    let power = shifted.powerOfTwoEighths()
    return multiplyAdd(power, minusOne, power)
  }

  /// k, in the low bits.
  @inline(__always)
  private static func shiftedEighths(_ x: Vector) -> Vector {
    multiplyAdd(x, Vector(repeating: 11.541_560_3), eighthsShifter)
  }

  @inline(__always)
  private static var eighthsShifter: Vector { Vector(repeating: 0x1.8p23) }

  /// (e^r − 1 − r) / r²: 1/2 + r/6, shifted so that the error is least where |r|
  /// is large.
  @inline(__always)
  private static func quadraticTerm(_ r: Vector) -> Vector {
    multiplyAdd(
      Vector(repeating: 0.166_674_5), r, Vector(repeating: 0.500_064_78))
  }
}
#endif
