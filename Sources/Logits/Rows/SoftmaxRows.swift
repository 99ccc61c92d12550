import VectorPasses

/// What a row of logits is turned into.
@usableFromInline
enum Normalization {
  case softmax
  case logSoftmax
}

/// Checks the arguments, then writes the normalised rows to `output`, which may
/// be exactly the input.
@usableFromInline
func normalize<Scalar: LogitScalar>(
  _ logits: UnsafeBufferPointer<Scalar>, to kind: Normalization,
  shape: BatchShape?, into output: UnsafeMutableBufferPointer<Scalar>,
  outputRowStride: Int?, execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(logits.count)
  let outputShape = shape.withRowStride(outputRowStride)
  let rows = try Rows(logits, .logits, shape)
  let outputRows = try MutableRows(output, .output, outputShape)
  try checkOverlap(
    output, .output, logits, .logits,
    inPlace: shape.rowStride == outputShape.rowStride)
  let plan = try Plan<Scalar>(execution, shape)
  normalize(rows, to: kind, outputRows, plan)
}

/// As above, into a new array without gaps between the rows.
@usableFromInline
func normalize<Scalar: LogitScalar>(
  _ logits: UnsafeBufferPointer<Scalar>, to kind: Normalization,
  shape: BatchShape?, execution: Execution
) throws(LogitsError) -> [Scalar] {
  let shape = shape ?? .oneSample(logits.count)
  _ = try Rows(logits, .logits, shape)
  return try newArray(count: shape.samples * shape.classes) {
    (output) throws(LogitsError) in
    try normalize(
      logits, to: kind, shape: shape, into: output,
      outputRowStride: shape.classes, execution: execution)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func normalize<Scalar: LogitScalar>(
  _ rows: Rows<Scalar>, to kind: Normalization, _ output: MutableRows<Scalar>,
  _ plan: Plan<Scalar>
) {
  plan.sumOverTiles { samples, values in
    let tile = rows.tile(samples)
    let outputTile = output.tile(samples)
    switch kind {
    case .softmax:
      plan.passes.pointee.maxima(tile, values.maxima)
      plan.passes.pointee.storeExponentials(
        tile, values.maxima, outputTile, values.sums)
      for r in 0..<samples.count { values.factors[r] = 1 / values.sums[r] }
      plan.passes.pointee.scale(outputTile, values.factors)
    case .logSoftmax:
      plan.passes.pointee.maximaAndSumsOfExponentials(
        tile, values.maxima, values.sums)
      plan.passes.pointee.logarithms(values.sums, samples.count)
      plan.passes.pointee.subtract(
        tile, values.maxima, values.sums, outputTile)
    }
    return 0
  }
}
