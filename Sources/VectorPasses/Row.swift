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
      combine(&partial.0, .load(row + i))
      combine(&partial.1, .load(row + i + lanes))
      combine(&partial.2, .load(row + i + 2 * lanes))
      combine(&partial.3, .load(row + i + 3 * lanes))
      i += 4 * lanes
    }
    while i < end {
      combine(&partial.0, .load(row + i))
      i += lanes
    }
  }

  /// The sum over a row of what `term` makes of its vectors, in Double.
  @inlinable @inline(__always)
  static func sum(
    _ classes: Int, _ term: (_ position: RowPosition<Scalar>) -> Vector
  ) -> Double {
    var sum = 0.0
    var partial = Vector(repeating: 0)
    sweep(classes) { position in
      partial += position.uncovered(term(position), filler: 0)
    } spill: {
      partial.spill(to: &sum)
    }
    return sum
  }

  /// Calls `body` once for each vector of a row, the last one last.
  ///
  /// `spill` is called after at most 64 of them, to bring sums to Double: longer
  /// ones in Float would drift.
  @inlinable @inline(__always)
  static func sweep(
    _ classes: Int, _ body: (_ position: RowPosition<Scalar>) -> Void,
    spill: () -> Void
  ) {
    let end = RowEnd<Scalar>(classes: classes)
    var i = 0
    while i < end.wholeVectors {
      let stop = Swift.min(i + 64 * Scalar.laneCount, end.wholeVectors)
      while i < stop {
        body(RowPosition(i))
        i += Scalar.laneCount
      }
      spill()
    }
    body(RowPosition(end))
    spill()
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
      term(RowPosition(i)).store(to: output + i)
      i += Scalar.laneCount
    }
    end.store(last, to: output)
  }
}
