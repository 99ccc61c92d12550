import CShims

extension RowKernels {
  /// How many elements are the largest, and with e = exp(z(x) − z(m)) the sums of
  /// the other e, of e (z(x) − z(m)) and e².
  @inline(__always)
  static func statistics<Centered: CenteredLogits<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    _ logits: Centered
  ) -> (count: Double, sum: Double, product: Double, square: Double) {
    var (sum, product, square) = (0.0, 0.0, 0.0)
    var rest = ExponentialRest<Scalar>(maximum: maximum)
    var partial = StatisticsSum<Scalar>()
    sweep(classes) { offset in
      vector_prefetch(row + offset.index + classes)
      let x = offset.load(row)
      let exponential = partial.add(
        offset.masked(logits.centered(x), filler: -.infinity))
      rest.add(exponential, of: offset.masked(x, filler: .nan))
    } spill: {
      rest.sum.spill(to: &sum)
      partial.products.spill(to: &product)
      partial.squares.spill(to: &square)
    }
    return (rest.count.sum(), sum, product, square)
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
