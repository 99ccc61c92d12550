import CVectors

extension Row {
  /// With e = exp(z(x) − z(m)) the sums of e, e (z(x) − z(m)) and e².
  @inlinable @inline(__always)
  public static func statistics<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift
  ) -> (sum: Double, product: Double, square: Double) {
    var (sum, product, square) = (0.0, 0.0, 0.0)
    var sums = Vector(repeating: 0)
    var partial = Statistics<Scalar, A>()
    sweep(classes) { position in
      vector_prefetch(row + position.index + classes)
      let x = shift.shifted(position.load(row))
      sums += partial.add(position.uncovered(x, filler: -.infinity))
    } spill: {
      sums.spill(to: &sum)
      partial.products.spill(to: &product)
      partial.squares.spill(to: &square)
    }
    return (sum, product, square)
  }
}

/// The sums of e x and of e², with e = exp x, in every lane.
@usableFromInline
struct Statistics<Scalar: VectorScalar, A: Arithmetic> {
  @usableFromInline var products = Scalar.Vector(repeating: 0)
  @usableFromInline var squares = Scalar.Vector(repeating: 0)

  @inlinable @inline(__always)
  init() {}

  /// Adds an element, and returns e.
  @inlinable @inline(__always)
  mutating func add(_ x: Scalar.Vector) -> Scalar.Vector {
    let power = Scalar.exponential(x, A.self)
    squares = A.multiplyAdd(power, power, squares)
    // A power of 0 adds 0, also beside −∞.
    products += (power * x).zero(where: power)
    return power
  }
}
