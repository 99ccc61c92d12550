/// Checks the arguments, then writes log Σ exp of each row to `results`.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeLogSumExp<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, _ layout: Layout, into results: SampleNumbers,
  _ execution: Execution
) throws(LogitsError) {
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = LogSumExpOperation(
    plan: try Plan(execution, shape),
    logits: try Rows(logits, .logits, shape), results: results)
  try checkResults(results.count, results.bytes, shape, logits)
  operation.run()
}

/// Checks the arguments, then writes the index of each row's largest element.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeArgmax<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, _ layout: Layout, into results: ClassResults,
  _ execution: Execution
) throws(LogitsError) {
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = ArgmaxOperation(
    plan: try Plan(execution, shape),
    logits: try Rows(logits, .logits, shape), results: results)
  try checkResults(results.count, results.bytes, shape, logits)
  guard shape.classes - 1 <= results.largest else {
    throw .indexTypeTooSmall(results.type, classes: shape.classes)
  }
  operation.run()
}

/// Checks that there is a place for one result per sample, apart from the rows.
func checkResults<Scalar: LogitScalar>(
  _ count: Int, _ results: UnsafeRawBufferPointer, _ shape: BatchShape,
  _ logits: Elements<Scalar>
) throws(LogitsError) {
  try checkCount(count, .output, shape)
  try checkOverlap(results, .output, logits.bytes, .logits)
}

private struct LogSumExpOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let results: SampleNumbers

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let tile = logits.tile(samples)
    let (maxima, rests) = (workspace.maxima, workspace.rests)
    kernels.maximaAndRests(
      tile, workspace.scratch, .identity, maxima, rests)
    kernels.logarithmsOfOnePlus(rests, samples.count)
    for (r, sample) in samples.enumerated() {
      // The rest of a row whose maximum is infinite is NaN.
      results[sample] =
        maxima[r].isInfinite && !tile.hasNaN(r)
        ? maxima[r] : maxima[r] + rests[r]
    }
  }
}

private struct ArgmaxOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let results: ClassResults

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let indices = workspace.predictions
    kernels.argmaxima(logits.tile(samples), workspace.scratch, indices)
    for (r, sample) in samples.enumerated() {
      results.store(Int(indices[r]), at: sample)
    }
  }
}
