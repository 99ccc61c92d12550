/// Checks the arguments, then writes log Σ exp of each row to `results`.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func computeLogSumExp<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, shape: BatchShape?,
  into results: UnsafeMutableBufferPointer<Scalar>, execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(logits.count)
  let operation = LogSumExpOperation(
    plan: try Plan(execution, shape),
    logits: try Rows(logits, .logits, shape), results: results.baseAddress)
  try checkResults(results, shape, logits)
  operation.run()
}

/// Checks the arguments, then writes the index of each row's largest element.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func computeArgmax<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, shape: BatchShape?,
  into results: UnsafeMutableBufferPointer<Int>, execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(logits.count)
  let operation = ArgmaxOperation(
    plan: try Plan(execution, shape),
    logits: try Rows(logits, .logits, shape), results: results.baseAddress)
  try checkResults(results, shape, logits)
  operation.run()
}

/// Checks that there is a place for one result per sample, apart from the rows.
func checkResults<Scalar: LogitScalar, Result>(
  _ results: UnsafeMutableBufferPointer<Result>, _ shape: BatchShape,
  _ logits: Elements<Scalar>
) throws(LogitsError) {
  try checkCount(results.count, .output, shape)
  try checkOverlap(
    UnsafeRawBufferPointer(results), .output, logits.bytes, .logits)
}

private struct LogSumExpOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let results: UnsafeMutablePointer<Scalar>?

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let tile = logits.tile(samples)
    let (maxima, sums) = (workspace.maxima, workspace.sums)
    kernels.maximaAndExponentialSums(
      tile, workspace.scratch, .identity, maxima, sums)
    kernels.logarithms(sums, samples.count)
    let results = results.unsafelyUnwrapped
    for (r, sample) in samples.enumerated() {
      // The sum of a row whose maximum is infinite is NaN.
      results[sample] =
        maxima[r].isInfinite && !tile.hasNaN(r)
        ? Scalar(maxima[r]) : Scalar(maxima[r] + sums[r])
    }
  }
}

private struct ArgmaxOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let results: UnsafeMutablePointer<Int>?

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let indices = workspace.predictions
    kernels.argmaxima(logits.tile(samples), workspace.scratch, indices)
    for (r, sample) in samples.enumerated() {
      results.unsafelyUnwrapped[sample] = Int(indices[r])
    }
  }
}
