/// Checks the arguments, then writes the divergence of each row to `results`.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeDivergence<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, shape: BatchShape?,
  from others: Elements<Scalar>, otherRowStride: Int?,
  into results: UnsafeMutableBufferPointer<Scalar>, execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(logits.count)
  let operation = DivergenceOperation(
    plan: try Plan(
      execution, shape, halves: logits.isHalves || others.isHalves),
    logits: try Rows(logits, .logits, shape),
    others: try Rows(others, .otherLogits, shape.withRowStride(otherRowStride)),
    results: results.baseAddress)
  try checkResults(results, shape, logits)
  try checkOverlap(
    UnsafeRawBufferPointer(results), .output, others.bytes, .otherLogits)
  operation.run()
}

private struct DivergenceOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let others: Rows<Scalar>
  let results: UnsafeMutablePointer<Scalar>?

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let (tile, others) = (logits.tile(samples), others.tile(samples))
    let (maxima, otherMaxima) = (workspace.maxima, workspace.targetLogits)
    kernels.maxima(tile, workspace.scratch, maxima)
    kernels.maxima(others, workspace.scratch, otherMaxima)
    kernels.divergences(
      tile, workspace.scratch, maxima, others, otherMaxima, workspace.losses)
    for (r, sample) in samples.enumerated() {
      results.unsafelyUnwrapped[sample] = Scalar(workspace.losses[r])
    }
  }
}
