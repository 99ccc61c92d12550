/// A divergence between the softmaxes p and q of two rows.
@usableFromInline
package enum DivergenceKind {
  /// Σ p log (p / q).
  case kullbackLeibler
  /// That of both from their mean m, ½ Σ (p log (p / m) + q log (q / m)).
  case jensenShannon
}

/// Checks the arguments, then writes the divergence of each row to `results`.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeDivergence<Scalar: LogitScalar>(
  _ kind: DivergenceKind, _ logits: Elements<Scalar>, _ layout: Layout,
  from others: Elements<Scalar>, otherStride: Int?,
  into results: SampleNumbers, _ execution: Execution
) throws(LogitsError) {
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = DivergenceOperation(
    plan: try Plan(
      execution, shape, halves: logits.type.isHalf || others.type.isHalf),
    kind: kind,
    logits: try Rows(logits, .logits, shape),
    others: try Rows(others, .otherLogits, shape.withStride(otherStride)),
    results: results)
  try checkResults(results.count, results.bytes, shape, logits)
  try checkOverlap(results.bytes, .output, others.bytes, .otherLogits)
  operation.run()
}

private struct DivergenceOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let kind: DivergenceKind
  let logits: Rows<Scalar>
  let others: Rows<Scalar>
  let results: SampleNumbers

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let (tile, others) = (logits.tile(samples), others.tile(samples))
    let (maxima, otherMaxima) = (workspace.maxima, workspace.targetLogits)
    kernels.maxima(tile, workspace.scratch, maxima)
    kernels.maxima(others, workspace.scratch, otherMaxima)
    switch kind {
    case .kullbackLeibler:
      kernels.divergences(
        tile, workspace.scratch, maxima, others, otherMaxima, workspace.losses)
    case .jensenShannon:
      let divergence = JensenShannon<Scalar>(kernels, workspace.scratch)
      for r in 0..<samples.count {
        workspace.losses[r] = divergence.between(
          .init(tile: tile, row: r, maximum: maxima[r]),
          .init(tile: others, row: r, maximum: otherMaxima[r]))
      }
    }
    for (r, sample) in samples.enumerated() {
      results[sample] = workspace.losses[r]
    }
  }
}
