/// The arithmetic over one row, for one scalar type and one way to multiply
/// and add: every pass is written here, once, for every instruction set.
///
/// All of it dissolves into its callers. A row has at least one class.
public enum Row<Scalar: VectorScalar, A: Arithmetic> {
  /// The vector that a row is swept with.
  public typealias Vector = Scalar.Vector

  /// Combines the whole vectors of a row, four at a time so that no combination
  /// waits for the one before.
  @inlinable @inline(__always)
  static func reduce(
    _ row: UnsafePointer<Scalar>, to end: Int,
    into partial: inout (Vector, Vector, Vector, Vector),
    _ combine: (_ partial: inout Vector, Vector) -> Void
  ) {
    let lanes = Scalar.laneCount
    var i = 0
    while i + 4 * lanes <= end {
      combine(&partial.0, Scalar.load(row + i))
      combine(&partial.1, Scalar.load(row + i + lanes))
      combine(&partial.2, Scalar.load(row + i + 2 * lanes))
      combine(&partial.3, Scalar.load(row + i + 3 * lanes))
      i += 4 * lanes
    }
    while i < end {
      combine(&partial.0, Scalar.load(row + i))
      i += lanes
    }
  }

  /// The sum over a row of what `term` makes of its vectors, in Double.
  @inlinable @inline(__always)
  static func sum(
    _ classes: Int, _ term: (_ position: RowPosition<Scalar>) -> Vector
  ) -> Double {
    let end = RowEnd<Scalar>(classes: classes)
    return sum(to: end.wholeVectors) { term(RowPosition($0)) }
      + Scalar.sum(of: end.uncovered(term(RowPosition(end))))
  }

  /// That of the whole vectors before `end`.
  ///
  /// Lanes are added in the row's own type, 64 vectors at a time: a longer sum in
  /// Float would drift.
  @inlinable @inline(__always)
  static func sum(to end: Int, _ term: (_ index: Int) -> Vector) -> Double {
    let lanes = Scalar.laneCount
    var total = 0.0
    var i = 0
    while i < end {
      let stop = Swift.min(i + 64 * lanes, end)
      let zero = Vector(repeating: 0)
      var partial = (zero, zero, zero, zero)
      while i + 4 * lanes <= stop {
        partial.0 += term(i)
        partial.1 += term(i + lanes)
        partial.2 += term(i + 2 * lanes)
        partial.3 += term(i + 3 * lanes)
        i += 4 * lanes
      }
      while i < stop {
        partial.0 += term(i)
        i += lanes
      }
      total += Scalar.sum(
        of: (partial.0 + partial.1) + (partial.2 + partial.3))
    }
    return total
  }

  /// Stores what `term` makes of the vectors of a row.
  ///
  /// `output` may be that row: the last vector is read before it is overwritten.
  @inlinable @inline(__always)
  static func store(
    _ classes: Int, to output: UnsafeMutablePointer<Scalar>,
    _ term: (_ position: RowPosition<Scalar>) -> Vector
  ) {
    let end = RowEnd<Scalar>(classes: classes)
    let last = term(RowPosition(end))
    var i = 0
    while i < end.wholeVectors {
      Scalar.store(term(RowPosition(i)), to: output + i)
      i += Scalar.laneCount
    }
    end.store(last, to: output)
  }
}
