import KernelTypes

/// Where the divergences between the softmaxes p and q of two rows go; those that
/// nobody wants are `nil`.
@usableFromInline
package struct DivergenceResults {
  /// Σ p log (p / q).
  let forward: SampleNumbers?
  /// Σ q log (q / p).
  let reverse: SampleNumbers?
  /// That of both from their mean m, ½ Σ (p log (p / m) + q log (q / m)).
  let jensenShannon: SampleNumbers?

  @usableFromInline
  package init(
    forward: SampleNumbers? = nil, reverse: SampleNumbers? = nil,
    jensenShannon: SampleNumbers? = nil
  ) {
    self.forward = forward
    self.reverse = reverse
    self.jensenShannon = jensenShannon
  }
}

/// Checks the arguments, then writes the divergences of each row to `results`.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeDivergences<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, _ layout: Layout,
  from others: Elements<Scalar>, otherStride: Int?,
  into results: DivergenceResults, _ execution: Execution
) throws(LogitsError) {
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = DivergenceOperation(
    plan: try Plan(
      execution, shape, halves: logits.type.isHalf || others.type.isHalf),
    logits: try Rows(logits, .logits, shape),
    others: try Rows(others, .otherLogits, shape.withStride(otherStride)),
    results: results)
  func check(_ results: SampleNumbers?) throws(LogitsError) {
    guard let results else { return }
    try checkResults(results.count, results.bytes, shape, logits)
    try checkOverlap(results.bytes, .output, others.bytes, .otherLogits)
  }
  try check(results.forward)
  try check(results.reverse)
  try check(results.jensenShannon)
  operation.run()
}

private struct DivergenceOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let others: Rows<Scalar>
  let results: DivergenceResults

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let (tile, others) = (logits.tile(samples), others.tile(samples))
    let (maxima, otherMaxima) = (workspace.maxima, workspace.targetLogits)
    let (scratch, divergences) = (workspace.scratch, workspace.losses)
    kernels.maxima(tile, scratch, maxima)
    kernels.maxima(others, scratch, otherMaxima)
    func store(_ results: SampleNumbers) {
      for (r, sample) in samples.enumerated() {
        results[sample] = divergences[r]
      }
    }
    if let forward = results.forward {
      kernels.divergences(
        tile, scratch, maxima, others, otherMaxima, divergences)
      store(forward)
    }
    if let reverse = results.reverse {
      kernels.divergences(
        others, scratch, otherMaxima, tile, maxima, divergences)
      store(reverse)
    }
    if let jensenShannon = results.jensenShannon {
      JensenShannon(kernels: kernels).setDivergences(
        tile, maxima, others, otherMaxima, divergences)
      store(jensenShannon)
    }
  }
}
