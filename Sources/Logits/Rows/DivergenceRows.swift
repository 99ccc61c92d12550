import VectorPasses

/// Checks the arguments, then writes the divergence of each row to `output`.
@usableFromInline
func divergence<Scalar: LogitScalar>(
  _ logits: UnsafeBufferPointer<Scalar>, shape: BatchShape?,
  from others: UnsafeBufferPointer<Scalar>, otherRowStride: Int?,
  into output: UnsafeMutableBufferPointer<Scalar>, execution: Execution
) throws(LogitsError) {
  let rows = try Rows(logits, .logits, shape ?? .oneSample(logits.count))
  let plan = try Plan<Scalar>(execution, rows.shape)
  let otherShape = rows.shape.withRowStride(otherRowStride)
  let samples = rows.shape.samples
  guard output.count == samples else {
    throw .sizeMismatch(
      .output, expected: samples...samples, actual: output.count)
  }
  try checkOverlap(output, .output, logits, .logits)
  try checkOverlap(output, .output, others, .otherLogits)
  let operation = DivergenceRows(
    passes: plan.passes, rows: rows,
    others: try Rows(others, .otherLogits, otherShape),
    results: output.baseAddress)
  run(operation, plan.tiles)
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: DivergenceRows<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, samples, values in
      operation.assumingMemoryBound(to: DivergenceRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

private struct DivergenceRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let rows: Rows<Scalar>
  let others: Rows<Scalar>
  let results: UnsafeMutablePointer<Scalar>?

  /// With x and y the rows, m and n their maxima, and e = exp(x − m):
  /// Σ p log (p / q) = Σ e ((x − m) − (y − n)) / Σ e + log Σ exp(y − n) − log Σ e.
  @inline(__always)
  func compute(_ samples: Range<Int>, _ values: TileValues) -> Double {
    let (tile, others) = (rows.tile(samples), others.tile(samples))
    passes.pointee.maximaAndSumsOfExponentials(
      StoredTile(tile), values.scratch, .identity, values.maxima, values.sums)
    passes.pointee.maximaAndSumsOfExponentials(
      StoredTile(others), values.scratch, .identity, values.targetLogits,
      values.logarithms)
    passes.pointee.divergences(
      tile, values.maxima, others, values.targetLogits, values.dots)
    for r in 0..<samples.count { values.factors[r] = values.sums[r] }
    passes.pointee.logarithms(values.factors, samples.count)
    passes.pointee.logarithms(values.logarithms, samples.count)
    for (r, sample) in samples.enumerated() {
      let divergence =
        values.dots[r] / values.sums[r]
        + (values.logarithms[r] - values.factors[r])
      // Rounding can leave a little less than nothing.
      results.unsafelyUnwrapped[sample] =
        divergence < 0 ? 0 : Scalar(divergence)
    }
    return 0
  }
}
