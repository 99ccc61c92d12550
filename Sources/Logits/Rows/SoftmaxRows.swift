import VectorPasses

/// What a row of logits is turned into.
@usableFromInline
enum Normalization {
  case softmax
  case logSoftmax
}

/// Checks the arguments, then writes the normalised rows to `output`, which may
/// be exactly the input.
@usableFromInline
func normalize<Scalar: LogitScalar>(
  _ logits: StoredBuffer<Scalar>, to kind: Normalization,
  shape: BatchShape?, into output: UnsafeMutableBufferPointer<Scalar>,
  outputRowStride: Int?, negativeInfinityRows: NegativeInfinityRows,
  execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(logits.count)
  let outputShape = shape.withRowStride(outputRowStride)
  let rows = try StoredRows(logits, .logits, shape)
  let outputRows = try MutableRows(output, .output, outputShape)
  try checkOverlap(
    output, .output, logits.bytes, .logits,
    inPlace: logits.format == .scalar
      && shape.rowStride == outputShape.rowStride)
  let plan = try Plan<Scalar>(execution, shape)
  let operation = NormalizedRows(
    passes: plan.passes, rows: rows, kind: kind, output: outputRows,
    zeroesNegativeInfinityRows: negativeInfinityRows == .zero)
  run(operation, plan.tiles)
}

/// As above, into a new array without gaps between the rows.
@usableFromInline
func normalize<Scalar: LogitScalar>(
  _ logits: StoredBuffer<Scalar>, to kind: Normalization,
  shape: BatchShape?, negativeInfinityRows: NegativeInfinityRows,
  execution: Execution
) throws(LogitsError) -> [Scalar] {
  let shape = shape ?? .oneSample(logits.count)
  _ = try StoredRows(logits, .logits, shape)
  return try newArray(count: shape.samples * shape.classes) {
    (output) throws(LogitsError) in
    try normalize(
      logits, to: kind, shape: shape, into: output,
      outputRowStride: shape.classes,
      negativeInfinityRows: negativeInfinityRows, execution: execution)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: NormalizedRows<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, samples, values in
      operation.assumingMemoryBound(to: NormalizedRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

/// The checked arguments of a softmax or its logarithm.
private struct NormalizedRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let rows: StoredRows<Scalar>
  let kind: Normalization
  let output: MutableRows<Scalar>
  let zeroesNegativeInfinityRows: Bool

  @inline(__always)
  func compute(
    _ samples: Range<Int>, _ values: TileValues
  ) -> Double {
    var stored = rows.tile(samples)
    let outputTile = output.tile(samples)
    if stored.format != .scalar {
      passes.pointee.widen(stored, outputTile)
      stored = StoredTile(RowTile(outputTile))
    }
    let tile = RowTile(stored)
    // Before the output takes the place of the logits.
    let empty = passes.pointee.negativeInfinityRows(
      of: stored, values, if: zeroesNegativeInfinityRows)
    switch kind {
    case .softmax:
      passes.pointee.exponentials(
        tile, outputTile, values.scratch, values.maxima, values.sums)
      for r in 0..<samples.count { values.factors[r] = 1 / values.sums[r] }
      passes.pointee.scale(outputTile, values.scratch, values.factors)
    case .logSoftmax:
      passes.pointee.maximaAndSumsOfExponentials(
        stored, values.scratch, .identity, values.maxima, values.sums)
      passes.pointee.logarithms(values.sums, samples.count)
      passes.pointee.subtract(
        tile, values.scratch, values.maxima, values.sums, outputTile)
    }
    empty.forEach {
      outputTile.fillRow($0, with: kind == .softmax ? 0 : -.infinity)
    }
    return 0
  }
}
