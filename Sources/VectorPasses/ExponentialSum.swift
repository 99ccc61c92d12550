/// Σ exp(x − m) of a group of rows, the largest elements counted apart.
///
/// Their powers are 1. Where the rest is small, as in the row of a confident
/// model, it keeps all its digits beside them: in Double, and so does the
/// logarithm, which is the loss.
@usableFromInline
struct ExponentialSum<Scalar: VectorScalar, A: Arithmetic> {
  @usableFromInline typealias Vector = Scalar.Vector

  @usableFromInline let maxima: Vector
  @usableFromInline var rest = Vector(repeating: 0)
  @usableFromInline var count = Vector(repeating: 0)

  @inlinable @inline(__always)
  init(maxima: Vector) { self.maxima = maxima }

  /// Adds the power of a shifted element.
  @inlinable @inline(__always)
  mutating func add(of x: Vector, shifted: Vector) {
    let isLargest = countLargest(x)
    let least = Vector(repeating: -.infinity)
    rest = Scalar.addExponential(
      of: shifted.replacing(with: least, where: isLargest), to: rest, A.self)
  }

  /// Adds a power of x.
  @inlinable @inline(__always)
  mutating func add(_ power: Vector, of x: Vector) {
    rest += power.replacing(
      with: Vector(repeating: 0), where: countLargest(x))
  }

  @inlinable @inline(__always)
  mutating func countLargest(_ x: Vector) -> Vector.Mask {
    let isLargest = x .== maxima
    count += Vector(repeating: 0).replacing(
      with: Vector(repeating: 1), where: isLargest)
    return isLargest
  }

  /// Stores the sums; NaN where the maximum is infinite, unless z is bounded.
  @inlinable @inline(__always)
  func widen(to sums: UnsafeMutablePointer<Double>, isBounded: Bool = false) {
    // 0, or ∞ − ∞.
    let rest = isBounded ? rest : rest + (maxima - maxima)
    rest.widen(adding: count, to: sums)
  }
}
