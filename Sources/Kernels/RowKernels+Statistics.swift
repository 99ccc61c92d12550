import CShims

extension RowKernels {
  /// With e = exp(z(x) − z(m)) the sums of e, e (z(x) − z(m)) and e².
  @inline(__always)
  static func statistics<Centered: CenteredLogits<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ logits: Centered
  ) -> (sum: Double, product: Double, square: Double) {
    var (sum, product, square) = (0.0, 0.0, 0.0)
    var sums = Vector(repeating: 0)
    var partial = StatisticsSum<Scalar>()
    sweep(classes) { offset in
      vector_prefetch(row + offset.index + classes)
      let x = logits.centered(offset.load(row))
      sums += partial.add(offset.masked(x, filler: -.infinity))
    } spill: {
      sums.spill(to: &sum)
      partial.products.spill(to: &product)
      partial.squares.spill(to: &square)
    }
    return (sum, product, square)
  }
}

/// The sums of e x and of e², with e = exp x, in every lane.
struct StatisticsSum<Scalar: VectorScalar> {
  var products = Scalar.Vector(repeating: 0)
  var squares = Scalar.Vector(repeating: 0)

  /// Adds an element, and returns e.
  @inline(__always)
  mutating func add(_ x: Scalar.Vector) -> Scalar.Vector {
    let exponential = Scalar.exponential(x)
    squares = multiplyAdd(exponential, exponential, squares)
    // A exponential of 0 adds 0, also beside −∞.
    products += (exponential * x).zero(where: exponential)
    return exponential
  }
}
