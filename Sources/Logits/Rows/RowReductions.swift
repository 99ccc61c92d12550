import VectorPasses

/// Checks the arguments, then writes log Σ exp of each row to `output`.
@usableFromInline
func reduceToLogSumExp<Scalar: LogitScalar>(
  _ logits: UnsafeBufferPointer<Scalar>, shape: BatchShape?,
  into output: UnsafeMutableBufferPointer<Scalar>, execution: Execution
) throws(LogitsError) {
  let reduction = try RowReduction(logits, shape, output, execution)
  logSumExpRows(reduction)
}

/// Checks the arguments, then writes the index of each row's largest element.
@usableFromInline
func reduceToArgmax<Scalar: LogitScalar>(
  _ logits: UnsafeBufferPointer<Scalar>, shape: BatchShape?,
  into output: UnsafeMutableBufferPointer<Int>, execution: Execution
) throws(LogitsError) {
  let reduction = try RowReduction(logits, shape, output, execution)
  argmaxRows(reduction)
}

/// The number of results, one a sample, of a shape that fits the input.
@usableFromInline
func resultCount<Scalar: LogitScalar>(
  _ input: UnsafeBufferPointer<Scalar>, _ role: LogitsError.Buffer,
  _ shape: BatchShape?
) throws(LogitsError) -> Int {
  try Rows(input, role, shape ?? .oneSample(input.count)).shape.samples
}

/// The checked arguments of an operation with one result a row.
private struct RowReduction<Scalar: LogitScalar, Result> {
  let rows: Rows<Scalar>
  let output: UnsafeMutableBufferPointer<Result>
  let plan: Plan<Scalar>

  init(
    _ logits: UnsafeBufferPointer<Scalar>, _ shape: BatchShape?,
    _ output: UnsafeMutableBufferPointer<Result>, _ execution: Execution
  ) throws(LogitsError) {
    rows = try Rows(logits, .logits, shape ?? .oneSample(logits.count))
    let samples = rows.shape.samples
    guard output.count == samples else {
      throw .sizeMismatch(
        .output, expected: samples...samples, actual: output.count)
    }
    try checkOverlap(output, .output, logits, .logits)
    self.output = output
    plan = try Plan(execution, rows.shape)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func logSumExpRows<Scalar: LogitScalar>(
  _ reduction: RowReduction<Scalar, Scalar>
) {
  let passes = reduction.plan.passes
  reduction.plan.sumOverTiles { samples, values in
    passes.pointee.maximaAndSumsOfExponentials(
      reduction.rows.tile(samples), values.maxima, values.sums)
    passes.pointee.logarithms(values.sums, samples.count)
    for (r, sample) in samples.enumerated() {
      reduction.output[sample] = Scalar(values.maxima[r] + values.sums[r])
    }
    return 0
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func argmaxRows<Scalar: LogitScalar>(
  _ reduction: RowReduction<Scalar, Int>
) {
  reduction.plan.sumOverTiles { samples, _ in
    let indices = reduction.output.baseAddress.unsafelyUnwrapped
    reduction.plan.passes.pointee.argmaxima(
      reduction.rows.tile(samples), indices + samples.lowerBound)
    return 0
  }
}
