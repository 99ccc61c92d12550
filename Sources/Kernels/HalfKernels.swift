import KernelTypes

/// The kernels of this module's instruction set, for rows of which some are in
/// half precision, and not only the logits.
package enum FloatHalfKernels: KernelTable, HalfKernels {
  package typealias Scalar = Float
}

/// Kernels over tiles of contiguous rows of any formats.
///
/// Short rows are widened as a tile, and are then rows like others. Long ones
/// are widened a segment at a time; what is written is narrowed a segment at a
/// time, once.
protocol HalfKernels: VectorTable where Scalar == Float {}

extension HalfKernels {
  /// The kernels for rows of scalars.
  typealias Base = FloatKernels
  typealias Rows = RowKernels<Float>
  typealias Segments = HalfSegments

  package static func widen(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>
  ) -> Tile<Scalar> { rows }

  package static func maxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
  ) {
    Base.maxima(rows, scratch, maxima)
  }

  package static func argmaxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ indices: RowValues
  ) {
    Base.argmaxima(rows, scratch, indices)
  }

  package static func maximaAndRests(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues
  ) {
    Base.maximaAndRests(rows, scratch, transform, maxima, rests)
  }

  package static func keepsExponentials(_ output: Tile<Scalar>) -> Bool {
    output.isShort
  }

  package static func exponentials(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues, _ targets: TargetValues?
  ) {
    let x = Segments.copy(rows, scratch, 0)
    Base.exponentials(x, x, scratch, maxima, rests, targets)
  }

  package static func storeExponentials(
    _ rows: Tile<Scalar>, _ maxima: RowValues, _ output: Tile<Scalar>
  ) {
    preconditionFailure("Halves are never OpenBLAS's.")
  }

  package static func scale(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: TargetValues?
  ) {
    let exponentials = Segments.room(output, scratch, 0)
    Base.scale(exponentials, scratch, factors, targets)
    exponentials.narrow(to: output)
  }

  package static func scaleAndSubtract(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: Tile<Scalar>, _ weights: RowValues
  ) {
    let exponentials = Segments.room(output, scratch, 0)
    Base.scaleAndSubtract(
      exponentials, scratch, factors, Segments.copy(targets, scratch, 1),
      weights)
    exponentials.narrow(to: output)
  }

  package static func logProbabilities(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ scale: Double, _ logarithms: RowValues, _ output: Tile<Scalar>
  ) {
    if rows.isShort {
      let x = Segments.copy(rows, scratch, 0)
      Base.logProbabilities(x, scratch, maxima, scale, logarithms, x)
      return x.narrow(to: output)
    }
    let segments = Segments(rows, nil, scratch)
    for r in 0..<rows.rows {
      segments.forEach(r, to: output) { segment, result in
        Rows.logProbabilities(
          maximum: Scalar(maxima[r]), scale: Scalar(scale),
          logarithm: Scalar(logarithms[r]),
          from: segment.x, segment.count, to: result)
      }
    }
  }
}
