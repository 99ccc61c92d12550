/// Checks the arguments, then writes the gradient with respect to the logits to
/// `gradient`, which may be exactly the upstream gradient.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeSoftmaxGradient<Scalar: LogitScalar>(
  _ kind: SoftmaxKind, _ results: Elements<Scalar>, _ layout: Layout,
  upstream: Elements<Scalar>, upstreamStride: Int?,
  into gradient: Elements<Scalar>, gradientStride: Int?,
  _ execution: Execution
) throws(LogitsError) {
  let role: LogitsError.Buffer =
    kind == .softmax ? .probabilities : .logProbabilities
  let shape = try layout.shape(of: results.count, role)
  let operation = SoftmaxGradientOperation(
    plan: try Plan(
      execution, shape,
      halves: results.type.isHalf || upstream.type.isHalf
        || gradient.type.isHalf), kind: kind,
    results: try Rows(results, role, shape),
    upstream: try Rows(upstream, .upstream, shape.withStride(upstreamStride)),
    gradient: try Rows(gradient, .gradient, shape.withStride(gradientStride)))
  try checkOverlap(gradient.bytes, .gradient, results.bytes, role)
  try checkOverlap(
    gradient.bytes, .gradient, upstream.bytes, .upstream,
    inPlace: operation.upstream.liesLike(operation.gradient))
  operation.run()
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
