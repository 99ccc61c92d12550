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

  /// With x and y the rows, m and n their maxima, and e = exp(x − m):
  /// Σ p log (p / q) = Σ e ((x − m) − (y − n)) / Σ e + log Σ exp(y − n) − log Σ e.
  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let (tile, others) = (logits.tile(samples), others.tile(samples))
    let (maxima, sums) = (workspace.maxima, workspace.sums)
    let (logarithms, dots) = (workspace.factors, workspace.dots)
    let otherMaxima = workspace.targetLogits
    let otherLogarithms = workspace.logarithms
    kernels.maximaAndExponentialSums(
      tile, workspace.scratch, .identity, maxima, sums)
    kernels.maximaAndExponentialSums(
      others, workspace.scratch, .identity, otherMaxima, otherLogarithms)
    kernels.divergences(
      tile, workspace.scratch, maxima, others, otherMaxima, dots)
    for r in 0..<samples.count { logarithms[r] = sums[r] }
    kernels.logarithms(logarithms, samples.count)
    kernels.logarithms(otherLogarithms, samples.count)
    for (r, sample) in samples.enumerated() {
      let divergence =
        dots[r] / sums[r] + (otherLogarithms[r] - logarithms[r])
      // Rounding can leave a little less than nothing.
      results.unsafelyUnwrapped[sample] =
        divergence < 0 ? 0 : Scalar(divergence)
    }
  }
}
