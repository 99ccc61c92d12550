/// Checks the arguments, then writes the divergence of each row to `results`.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeDivergence<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, _ layout: Layout, from others: Elements<Scalar>,
  otherStride: Int?, into results: SampleNumbers, _ execution: Execution
) throws(LogitsError) {
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = DivergenceOperation(
    plan: try Plan(
      execution, shape, halves: logits.type.isHalf || others.type.isHalf),
    logits: try Rows(logits, .logits, shape),
    others: try Rows(others, .otherLogits, shape.withStride(otherStride)),
    results: results)
  try checkResults(results.count, results.bytes, shape, logits)
  try checkOverlap(results.bytes, .output, others.bytes, .otherLogits)
  operation.run()
}

private struct DivergenceOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let others: Rows<Scalar>
  let results: SampleNumbers

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let (tile, others) = (logits.tile(samples), others.tile(samples))
    let (maxima, otherMaxima) = (workspace.maxima, workspace.targetLogits)
    kernels.maxima(tile, workspace.scratch, maxima)
    kernels.maxima(others, workspace.scratch, otherMaxima)
    kernels.divergences(
      tile, workspace.scratch, maxima, others, otherMaxima, workspace.losses)
    for (r, sample) in samples.enumerated() {
      results[sample] = workspace.losses[r]
    }
  }
}
