/// The rest Σ exp(x − m) − 1 of a row: the largest elements, whose exponentials are
/// 1, are counted apart.
///
/// Where the rest is small, as in the row of a confident model, it keeps all its
/// digits. The row is in a lane, or in all of them.
struct ExponentialRest<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  let maxima: Vector
  /// The sum of the exponentials that are not counted.
  var sum = Vector(repeating: 0)
  /// How many elements are the largest, less 1 where a lane is a row.
  var count: Vector

  /// For a row in each lane.
  @inline(__always)
  init(maxima: Vector) {
    self.maxima = maxima
    count = Vector(repeating: -1)
  }

  /// For one row in all lanes.
  @inline(__always)
  init(maximum: Scalar) {
    maxima = Vector(repeating: maximum)
    count = Vector(repeating: 0)
  }

  /// Where a maximum is not to be counted apart, no element equals NaN.
  @inline(__always)
  init(maxima: Vector, where isCounted: Vector.Mask) {
    self.maxima = Vector(repeating: .nan)
      .replacing(with: maxima, where: isCounted)
    count = Vector(repeating: 0)
      .replacing(with: Vector(repeating: -1), where: isCounted)
  }

  /// Adds the exponential of a centered element.
  @inline(__always)
  mutating func add(of x: Vector, centered: Vector) {
    countLargest(x)
    let (fraction, power) = Scalar.termFactors(centered)
    sum = multiplyAdd(fraction, power, sum, where: x .!= maxima)
  }

  /// Adds an exponential that x has.
  @inline(__always)
  mutating func add(_ exponential: Vector, of x: Vector) {
    sum += exponential.replacing(
      with: Vector(repeating: 0), where: countLargest(x))
  }

  /// Counts the elements that are the largest.
  @inline(__always) @discardableResult
  mutating func countLargest(_ x: Vector) -> Vector.Mask {
    let isLargest = x .== maxima
    count = count.adding(Vector(repeating: 1), where: isLargest)
    return isLargest
  }

  /// The sum; NaN where the maximum is infinite, unless z is bounded.
  @inline(__always)
  func sum(isBounded: Bool) -> Vector {
    // 0, or ∞ − ∞.
    isBounded ? sum : sum + (maxima - maxima)
  }

  /// Stores the rests, NaN where the sum is.
  @inline(__always)
  func widen(to rests: UnsafeMutablePointer<Double>, isBounded: Bool = false) {
    sum(isBounded: isBounded).widen(adding: count, to: rests)
  }
}
