/// A short row by itself, its classes in the lanes.
///
/// Where a group has few rows, most lanes of a transposed tile would be idle. The
/// terms of a sum are computed many at a time, but added in the order in which a
/// lane of the tile adds them: so a row's results do not depend on its neighbours.
struct ShortRow<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  let elements: UnsafePointer<Scalar>
  let classes: Int

  /// The scalars of a row in scratch memory, where only whole vectors are
  /// stored: at least one.
  @inline(__always)
  var roomCount: Int { Swift.max(classes, Scalar.laneCount) }

  /// The most rows of a group for which that is faster.
  @inline(__always)
  static var few: Int { 3 }

  @inline(__always)
  func maximum() -> Scalar { RowKernels.maximum(elements, classes) }

  /// Σ exp(z(x) − z(m)) − 1, with room for two rows.
  @inline(__always)
  func exponentialRest<Centered: CenteredLogits<Scalar>>(
    maximum m: Scalar, _ logits: Centered, _ room: UnsafeMutablePointer<Scalar>
  ) -> Double {
    let (fractions, powers) = (room, room + roomCount)
    return rest(maximum: m, isBounded: Centered.isBounded, powers) {
      x, offset in
      let (fraction, power) = Scalar.termFactors(logits.centered(x))
      fraction.store(to: fractions + offset.index)
      return power
    } adding: {
      multiplyAdd(fractions[$1], powers[$1], $0)
    }
  }

  /// Stores exp(x − m), and returns the rest, with room for a row here and there.
  ///
  /// Its digits are kept where they are wanted: a softmax needs the sum only.
  @inline(__always)
  func storeExponentials(
    maximum m: Scalar, to output: UnsafeMutablePointer<Scalar>,
    _ room: UnsafeMutablePointer<Scalar>, keepsDigits: Bool
  ) -> Double {
    rest(maximum: m, keepsDigits: keepsDigits, room) { x, offset in
      let exponential = Scalar.exponential(x - Vector(repeating: m))
      exponential.store(to: output + offset.index)
      return exponential
    } adding: {
      $0 + room[$1]
    }
  }

  /// The rest, and with e = exp(z(x) − z(m)) the sums of e (z(x) − z(m)) and e²,
  /// with room for three rows.
  @inline(__always)
  func statistics<Centered: CenteredLogits<Scalar>>(
    maximum m: Scalar, _ logits: Centered, _ room: UnsafeMutablePointer<Scalar>
  ) -> (rest: Double, product: Double, square: Double) {
    let (exponentials, products) = (room + roomCount, room + 2 * roomCount)
    var (product, square) = (Scalar(0), Scalar(0))
    let rest = rest(maximum: m, isBounded: Centered.isBounded, room) {
      x, offset in
      let x = logits.centered(x)
      let exponential = Scalar.exponential(x)
      exponential.store(to: exponentials + offset.index)
      (exponential * x).zero(where: exponential)
        .store(to: products + offset.index)
      return exponential
    } adding: {
      square = multiplyAdd(exponentials[$1], exponentials[$1], square)
      product += products[$1]
      return $0 + room[$1]
    }
    return (rest, Double(product), Double(square))
  }

  /// The rest, with the largest elements counted apart as ``ExponentialRest``
  /// does: `factor` makes what is stored in `terms`, but 0 for those.
  @inline(__always)
  private func rest(
    maximum m: Scalar, isBounded: Bool = false, keepsDigits: Bool = true,
    _ terms: UnsafeMutablePointer<Scalar>,
    _ factor: (_ x: Vector, _ offset: RowOffset<Scalar>) -> Vector,
    adding: (_ sum: Scalar, _ index: Int) -> Scalar
  ) -> Double {
    let zero = Vector(repeating: 0)
    var rest = ExponentialRest<Scalar>(maximum: m)
    RowKernels.sweep(classes) { offset in
      let x = offset.load(elements)
      var term = factor(x, offset)
      if keepsDigits {
        rest.countLargest(offset.masked(x, filler: .nan))
        // Also those that the last vector has once more.
        term = term.replacing(with: zero, where: x .== rest.maxima)
      }
      term.store(to: terms + offset.index)
    } spill: {
    }
    // 0, or ∞ − ∞.
    var sum = isBounded ? 0 : m - m
    for i in 0..<classes { sum = adding(sum, i) }
    return Double(sum) + (rest.count.sum() - 1)
  }
}
