/// The arithmetic over one row, for one scalar type and one way to multiply
/// and add: every pass is written here, once, for every instruction set.
///
/// All of it dissolves into its callers. A row has at least one class.
public enum Row<Scalar: VectorScalar, A: Arithmetic> {
  /// The vector that a row is swept with.
  public typealias Vector = Scalar.Vector

  /// Combines all elements of a row, four vectors at a time so that no
  /// combination waits for the one before.
  @inlinable @inline(__always)
  static func reduce(
    _ row: UnsafePointer<Scalar>, from start: Int, to end: Int,
    into partial: inout (Vector, Vector, Vector, Vector),
    _ combine: (_ partial: inout Vector, _ index: Int, Vector) -> Void
  ) {
    let lanes = Scalar.laneCount
    var i = start
    while i + 4 * lanes <= end {
      combine(&partial.0, i, Scalar.load(row + i))
      combine(&partial.1, i + lanes, Scalar.load(row + i + lanes))
      combine(&partial.2, i + 2 * lanes, Scalar.load(row + i + 2 * lanes))
      combine(&partial.3, i + 3 * lanes, Scalar.load(row + i + 3 * lanes))
      i += 4 * lanes
    }
    while i < end {
      combine(&partial.0, i, Scalar.load(row + i))
      i += lanes
    }
  }

  /// The sum over a row of what `term` makes of its vectors, in Double.
  ///
  /// Lanes are added in the row's own type, `spill` elements at a time: a
  /// longer sum in Float would drift.
  @inlinable @inline(__always)
  static func sum(
    _ row: UnsafePointer<Scalar>, to end: Int,
    _ term: (_ index: Int, Vector) -> Vector
  ) -> Double {
    let spill = 64 * Scalar.laneCount
    var total = 0.0
    var start = 0
    while start < end {
      let stop = Swift.min(start + spill, end)
      let zero = Vector(repeating: 0)
      var partial = (zero, zero, zero, zero)
      reduce(row, from: start, to: stop, into: &partial) { sum, i, vector in
        sum += term(i, vector)
      }
      total += Scalar.sum(
        of: (partial.0 + partial.1) + (partial.2 + partial.3))
      start = stop
    }
    return total
  }
}
