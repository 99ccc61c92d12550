import VectorPasses

/// Checks the arguments, then writes log Σ exp of each row to `output`.
@usableFromInline
func reduceToLogSumExp<Scalar: LogitScalar>(
  _ logits: StoredBuffer<Scalar>, shape: BatchShape?,
  into output: UnsafeMutableBufferPointer<Scalar>, execution: Execution
) throws(LogitsError) {
  let (rows, results) = try check(logits, shape, output)
  let plan = try Plan<Scalar>(execution, rows.shape)
  run(
    LogSumExpRows(passes: plan.passes, rows: rows, results: results),
    plan.tiles)
}

/// Checks the arguments, then writes the index of each row's largest element.
@usableFromInline
func reduceToArgmax<Scalar: LogitScalar>(
  _ logits: StoredBuffer<Scalar>, shape: BatchShape?,
  into output: UnsafeMutableBufferPointer<Int>, execution: Execution
) throws(LogitsError) {
  let (rows, results) = try check(logits, shape, output)
  let plan = try Plan<Scalar>(execution, rows.shape)
  run(
    ArgmaxRows(passes: plan.passes, rows: rows, results: results),
    plan.tiles)
}

/// The number of results, one a sample, of a shape that fits the input.
@usableFromInline
func resultCount<Scalar: LogitScalar>(
  _ input: StoredBuffer<Scalar>, _ role: LogitsError.Buffer,
  _ shape: BatchShape?
) throws(LogitsError) -> Int {
  try StoredRows(input, role, shape ?? .oneSample(input.count)).shape.samples
}

/// The rows, and a place for one result each that is none of theirs.
private func check<Scalar: LogitScalar, Result>(
  _ logits: StoredBuffer<Scalar>, _ shape: BatchShape?,
  _ output: UnsafeMutableBufferPointer<Result>
) throws(LogitsError) -> (StoredRows<Scalar>, UnsafeMutablePointer<Result>?) {
  let rows = try StoredRows(
    logits, .logits, shape ?? .oneSample(logits.count))
  let samples = rows.shape.samples
  guard output.count == samples else {
    throw .sizeMismatch(
      .output, expected: samples...samples, actual: output.count)
  }
  try checkOverlap(output, .output, logits.bytes, .logits)
  return (rows, output.baseAddress)
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: LogSumExpRows<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, samples, values in
      operation.assumingMemoryBound(to: LogSumExpRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: ArgmaxRows<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, samples, values in
      operation.assumingMemoryBound(to: ArgmaxRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

private struct LogSumExpRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let rows: StoredRows<Scalar>
  let results: UnsafeMutablePointer<Scalar>?

  @inline(__always)
  func compute(
    _ samples: Range<Int>, _ values: TileValues
  ) -> Double {
    let tile = rows.tile(samples)
    passes.pointee.maximaAndSumsOfExponentials(
      tile, values.scratch, .identity, values.maxima, values.sums)
    passes.pointee.logarithms(values.sums, samples.count)
    let results = results.unsafelyUnwrapped
    for (r, sample) in samples.enumerated() {
      let maximum = values.maxima[r]
      // The sum of a row whose maximum is infinite is NaN.
      results[sample] =
        maximum.isInfinite && !tile.hasNaN(r)
        ? Scalar(maximum) : Scalar(maximum + values.sums[r])
    }
    return 0
  }
}

private struct ArgmaxRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let rows: StoredRows<Scalar>
  let results: UnsafeMutablePointer<Int>?

  @inline(__always)
  func compute(
    _ samples: Range<Int>, _ values: TileValues
  ) -> Double {
    passes.pointee.argmaxima(
      rows.tile(samples), values.scratch, values.firsts)
    for (r, sample) in samples.enumerated() {
      results.unsafelyUnwrapped[sample] = Int(values.firsts[r])
    }
    return 0
  }
}
