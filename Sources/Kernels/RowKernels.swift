/// Kernels over one row, which has at least one class.
///
/// All of them are inlined into those of ``VectorKernels``.
enum RowKernels<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  /// Combines the whole vectors of a row, four at a time so that no combination
  /// waits for the one before.
  @inline(__always)
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

  /// The sum in Double, over a row, of the vectors that `term` makes.
  @inline(__always)
  static func sum(
    _ classes: Int, _ term: (_ offset: RowOffset<Scalar>) -> Vector
  ) -> Double {
    var sum = 0.0
    var partial = Vector(repeating: 0)
    sweep(classes) { offset in
      partial += offset.masked(term(offset), filler: 0)
    } spill: {
      partial.spill(to: &sum)
    }
    return sum
  }

  /// Calls `body` once for each vector of a row, the last one last.
  ///
  /// `spill` is called after at most 64 of them, to bring sums to Double: longer
  /// ones in Float would drift.
  @inline(__always)
  static func sweep(
    _ classes: Int, _ body: (_ offset: RowOffset<Scalar>) -> Void,
    spill: () -> Void
  ) {
    let tail = RowTail<Scalar>(classes: classes)
    var i = 0
    while i < tail.wholeVectors {
      let stop = Swift.min(i + 64 * Scalar.laneCount, tail.wholeVectors)
      while i < stop {
        body(RowOffset(i))
        i += Scalar.laneCount
      }
      spill()
    }
    body(RowOffset(tail))
    spill()
  }

  /// Stores the vectors that `term` makes.
  ///
  /// `output` may be that row: the last vector is read before it is overwritten.
  @inline(__always)
  static func store(
    _ classes: Int, to output: UnsafeMutablePointer<Scalar>,
    _ term: (_ offset: RowOffset<Scalar>) -> Vector
  ) {
    let tail = RowTail<Scalar>(classes: classes)
    let last = term(RowOffset(tail))
    var i = 0
    while i < tail.wholeVectors {
      term(RowOffset(i)).store(to: output + i)
      i += Scalar.laneCount
    }
    tail.store(last, to: output)
  }
}
