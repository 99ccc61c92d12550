// Arithmetic on a value that is used several times is easily taken apart into
// lanes by the compiler. Such values go by way of memory: a loop over some
// vectors stores them, the next one loads them.
extension Row {
  /// The vectors of a piece.
  @inlinable @inline(__always)
  static var pieceVectors: Int { 8 }

  /// Calls `body` for each piece of a row, with memory for two vectors a vector.
  ///
  /// For each vector of the piece `fill` is called first, with the place in both
  /// memories that is its own.
  @inlinable @inline(__always)
  static func forEachPiece(
    _ classes: Int,
    fill: (
      _ position: RowPosition<Scalar>, _ first: UnsafeMutablePointer<Scalar>,
      _ second: UnsafeMutablePointer<Scalar>
    ) -> Void,
    _ body: (
      _ first: UnsafeMutablePointer<Scalar>,
      _ second: UnsafeMutablePointer<Scalar>, _ count: Int
    ) -> Void
  ) {
    let end = RowEnd<Scalar>(classes: classes)
    let lanes = Scalar.laneCount
    let capacity = pieceVectors * lanes
    // 1 KiB: on the stack.
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 2 * capacity) {
      let first = $0.baseAddress.unsafelyUnwrapped
      let second = first + capacity
      var i = 0
      while i < classes {
        var count = 0
        while count < capacity, i < end.wholeVectors {
          fill(RowPosition(i), first + count, second + count)
          count += lanes
          i += lanes
        }
        if count < capacity {
          fill(RowPosition(end), first + count, second + count)
          count += lanes
          i = classes
        }
        body(first, second, count)
      }
    }
  }

  /// Σ t (z(x) − z(m)) and Σ t for the coefficients t; a t of 0 adds 0.
  @inlinable @inline(__always)
  public static func dotAndSum<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift,
    _ coefficients: some RowCoefficients<Scalar>
  ) -> (dot: Double, sum: Double) {
    var (dot, sum) = (0.0, 0.0)
    forEachPiece(classes) { position, shifted, t in
      Scalar.store(shift.shifted(position.load(row)), to: shifted)
      Scalar.store(
        position.uncovered(coefficients.vector(position), filler: 0), to: t)
    } _: { shifted, t, count in
      var dots = Vector(repeating: 0)
      var sums = Vector(repeating: 0)
      for v in stride(from: 0, to: count, by: Scalar.laneCount) {
        let t = Scalar.load(t + v)
        sums += t
        dots += (t * Scalar.load(shifted + v)).zero(where: t)
      }
      dot += Scalar.sum(of: dots)
      sum += Scalar.sum(of: sums)
    }
    return (dot, sum)
  }

  /// With e = exp(z(x) − z(m)) the sums of e, e (z(x) − z(m)) and e².
  @inlinable @inline(__always)
  public static func statistics<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift
  ) -> (sum: Double, product: Double, square: Double) {
    var (sum, product, square) = (0.0, 0.0, 0.0)
    forEachPiece(classes) { position, shifted, _ in
      let x = shift.shifted(position.load(row))
      Scalar.store(position.uncovered(x, filler: -.infinity), to: shifted)
    } _: { shifted, powers, count in
      for v in stride(from: 0, to: count, by: Scalar.laneCount) {
        Scalar.store(
          Scalar.exponential(Scalar.load(shifted + v), A.self), to: powers + v)
      }
      var sums = Vector(repeating: 0)
      var products = Vector(repeating: 0)
      var squares = Vector(repeating: 0)
      for v in stride(from: 0, to: count, by: Scalar.laneCount) {
        let power = Scalar.load(powers + v)
        sums += power
        squares += power * power
        // A power of 0 adds 0, also beside −∞.
        products += (power * Scalar.load(shifted + v)).zero(where: power)
      }
      sum += Scalar.sum(of: sums)
      product += Scalar.sum(of: products)
      square += Scalar.sum(of: squares)
    }
    return (sum, product, square)
  }
}
