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
    plan: try Plan(execution, shape), logits: try Rows(logits, .logits, shape),
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
    kernels.divergences(tile, maxima, others, otherMaxima, dots)
    for r in 0..<samples.count { logarithms[r] = sums[r] }
    kernels.logarithms(logarithms, samples.count)
    kernels.logarithms(otherLogarithms, samples.count)
    for (r, sample) in samples.enumerated() {
      let divergence =
        dots[r] / sums[r] + (otherLogarithms[r] - logarithms[r])
      // Rounding can leave a little less than nothing.
      results[sample] = divergence < 0 ? 0 : divergence
    }
  }
}
