/// Checks the arguments, then writes the gradient with respect to the logits to
/// `gradient`, which may be exactly the upstream gradient.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeSoftmaxGradient<Scalar: LogitScalar>(
  _ kind: SoftmaxKind, _ results: Elements<Scalar>,
  upstream: Elements<Scalar>, upstreamRowStride: Int?, shape: BatchShape?,
  into gradient: Elements<Scalar>, gradientRowStride: Int?,
  execution: Execution
) throws(LogitsError) {
  let shape = shape ?? .oneSample(results.count)
  let upstreamShape = shape.withRowStride(upstreamRowStride)
  let gradientShape = shape.withRowStride(gradientRowStride)
  let operation = SoftmaxGradientOperation(
    plan: try Plan(
      execution, shape,
      halves: results.isHalves || upstream.isHalves || gradient.isHalves),
    kind: kind,
    results: try Rows(results, .probabilities, shape),
    upstream: try Rows(upstream, .upstream, upstreamShape),
    gradient: try Rows(gradient, .gradient, gradientShape))
  try checkOverlap(gradient.bytes, .gradient, results.bytes, .probabilities)
  try checkOverlap(
    gradient.bytes, .gradient, upstream.bytes, .upstream,
    inPlace: gradient.format == upstream.format
      && gradientShape.rowStride == upstreamShape.rowStride)
  operation.run()
}

/// As above, into a new array without gaps between the rows.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func computeSoftmaxGradient<Scalar: LogitScalar>(
  _ kind: SoftmaxKind, _ results: Elements<Scalar>,
  upstream: Elements<Scalar>, upstreamRowStride: Int?, shape: BatchShape?,
  execution: Execution
) throws(LogitsError) -> [Scalar] {
  let shape = shape ?? .oneSample(results.count)
  return try newArray(of: shape, results, .probabilities) {
    (gradient) throws(LogitsError) in
    try computeSoftmaxGradient(
      kind, results, upstream: upstream,
      upstreamRowStride: upstreamRowStride, shape: shape, into: gradient,
      gradientRowStride: shape.classes, execution: execution)
  }
}

/// The backward of a softmax or its logarithm.
private struct SoftmaxGradientOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let kind: SoftmaxKind
  let results: Rows<Scalar>
  let upstream: Rows<Scalar>
  let gradient: Rows<Scalar>

  var flushesOperands: Bool { true }

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let (results, upstream) = (results.tile(samples), upstream.tile(samples))
    let gradient = gradient.tile(samples)
    switch kind {
    case .softmax:
      kernels.softmaxGradients(
        results, upstream, workspace.scratch, gradient)
    case .logSoftmax:
      kernels.logSoftmaxGradients(
        results, upstream, workspace.scratch, gradient)
    }
  }
}
