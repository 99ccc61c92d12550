/// Σ exp(x − m) of a transposed group, the largest elements counted apart.
///
/// Their exponentials are 1. Where the rest is small, as in the row of a
/// confident model, it keeps all its digits beside them: in Double, and so does
/// the logarithm, which is the loss.
struct ExponentialSum<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  let maxima: Vector
  var rest = Vector(repeating: 0)
  var count = Vector(repeating: 0)

  @inline(__always)
  init(maxima: Vector) { self.maxima = maxima }

  /// Adds the exponential of a centered element.
  @inline(__always)
  mutating func add(of x: Vector, centered: Vector) {
    let isLargest = countLargest(x)
    let least = Vector(repeating: -.infinity)
    rest = Scalar.addExponential(
      of: centered.replacing(with: least, where: isLargest), to: rest)
  }

  /// Adds an exponential that x has.
  @inline(__always)
  mutating func add(_ exponential: Vector, of x: Vector) {
    rest += exponential.replacing(
      with: Vector(repeating: 0), where: countLargest(x))
  }

  @inline(__always)
  mutating func countLargest(_ x: Vector) -> Vector.Mask {
    let isLargest = x .== maxima
    count += Vector(repeating: 0).replacing(
      with: Vector(repeating: 1), where: isLargest)
    return isLargest
  }

  /// Stores the sums; NaN where the maximum is infinite, unless z is bounded.
  @inline(__always)
  func widen(to sums: UnsafeMutablePointer<Double>, isBounded: Bool = false) {
    // 0, or ∞ − ∞.
    let rest = isBounded ? rest : rest + (maxima - maxima)
    rest.widen(adding: count, to: sums)
  }
}
