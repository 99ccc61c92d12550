import VectorPasses

/// Checks the arguments, then writes the gradient with respect to the logits to
/// `gradient`, which may be exactly the upstream gradient.
@usableFromInline
func normalizationGradient<Scalar: LogitScalar>(
  _ results: UnsafeBufferPointer<Scalar>, of kind: Normalization,
  upstream: UnsafeBufferPointer<Scalar>, upstreamRowStride: Int?,
  shape: BatchShape?, into gradient: UnsafeMutableBufferPointer<Scalar>,
  gradientRowStride: Int?, execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(results.count)
  let upstreamShape = shape.withRowStride(upstreamRowStride)
  let gradientShape = shape.withRowStride(gradientRowStride)
  let plan = try Plan<Scalar>(execution, shape)
  let operation = NormalizationGradientRows(
    passes: plan.passes, kind: kind,
    results: try Rows(results, .probabilities, shape),
    upstream: try Rows(upstream, .upstream, upstreamShape),
    gradient: try MutableRows(gradient, .gradient, gradientShape))
  try checkOverlap(gradient, .gradient, results, .probabilities)
  try checkOverlap(
    gradient, .gradient, upstream, .upstream,
    inPlace: gradientShape.rowStride == upstreamShape.rowStride)
  run(operation, plan.tiles)
}

/// As above, into a new array without gaps between the rows.
@usableFromInline
func normalizationGradient<Scalar: LogitScalar>(
  _ results: UnsafeBufferPointer<Scalar>, of kind: Normalization,
  upstream: UnsafeBufferPointer<Scalar>, upstreamRowStride: Int?,
  shape: BatchShape?, execution: Execution
) throws(LogitsError) -> [Scalar] {
  let shape = shape ?? .oneSample(results.count)
  _ = try Rows(results, .probabilities, shape)
  return try newArray(count: shape.samples * shape.classes) {
    (gradient) throws(LogitsError) in
    try normalizationGradient(
      results, of: kind, upstream: upstream,
      upstreamRowStride: upstreamRowStride, shape: shape, into: gradient,
      gradientRowStride: shape.classes, execution: execution)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: NormalizationGradientRows<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0, flushesOperands: true) { operation, samples, _ in
      operation.assumingMemoryBound(to: NormalizationGradientRows<Scalar>.self)
        .pointee.compute(samples)
    }
  }
}

/// The checked arguments of the backward of a softmax or its logarithm.
private struct NormalizationGradientRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let kind: Normalization
  let results: Rows<Scalar>
  let upstream: Rows<Scalar>
  let gradient: MutableRows<Scalar>

  @inline(__always)
  func compute(_ samples: Range<Int>) -> Double {
    let pass =
      switch kind {
      case .softmax: passes.pointee.softmaxGradients
      case .logSoftmax: passes.pointee.logSoftmaxGradients
      }
    pass(results.tile(samples), upstream.tile(samples), gradient.tile(samples))
    return 0
  }
}
