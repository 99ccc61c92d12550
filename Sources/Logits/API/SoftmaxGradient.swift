/// The gradient of ``softmax(_:_:temperature:negativeInfinityRows:execution:)``
/// with respect to its logits, into the caller's buffer.
///
/// `p (g − Σ g p)`, for probabilities p and the gradient g with respect to them:
/// the chain rule with the softmax's derivatives `p_i (δ_ij − p_j)`. Of a softmax
/// with a temperature it has to be divided by that, which is not done here.
///
/// A NaN in either row makes the row NaN, also beside a p of 0, and so may an
/// infinite g. A row with nothing but p = 0 has a gradient of 0. No samples give
/// no results.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - probabilities: What a softmax gave.
///   - layout: How they lie.
///   - upstream: The gradient of a result with respect to them, of any type
///     with the same ``StoredLogit/Scalar``; it lies as they do.
///   - upstreamStride: Elements from row to row of it; `nil` for the stride of
///     `probabilities`.
///   - gradient: Where the gradient with respect to the logits goes: as many
///     elements again. What lies between rows is left as it is. As unsafe
///     buffers, it and `upstream` may be the same memory.
///   - gradientStride: Elements from row to row of it; `nil` for the stride of
///     `probabilities`.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not fit
///   it, the gradient overlaps a buffer and is not exactly the upstream one, or
///   this machine cannot run `execution`. Nothing has been written then.
@inlinable
public func softmaxGradient<Results, Upstream, Gradient>(
  _ probabilities: borrowing Results,
  _ layout: Layout,
  upstream: borrowing Upstream,
  upstreamStride: Int? = nil,
  into gradient: inout Gradient,
  gradientStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Results: ContiguousStorage & ~Copyable & ~Escapable,
  Results.Element: StoredLogit,
  Upstream: ContiguousStorage & ~Copyable & ~Escapable,
  Upstream.Element: StoredLogit,
  Upstream.Element.Scalar == Results.Element.Scalar,
  Gradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  Gradient.Element: StoredLogit,
  Gradient.Element.Scalar == Results.Element.Scalar
{
  try probabilities.withUnsafeBufferPointer { (results) throws(LogitsError) in
    try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
      try gradient.withUnsafeMutableElements {
        (gradient) throws(LogitsError) in
        try computeSoftmaxGradient(
          .softmax, Elements(results), layout, upstream: Elements(upstream),
          upstreamStride: upstreamStride, into: Elements(gradient),
          gradientStride: gradientStride, execution)
      }
    }
  }
}

/// The gradient of ``logSoftmax(_:_:temperature:negativeInfinityRows:execution:)``
/// with respect to its logits, into the caller's buffer.
///
/// `g − exp(l) Σ g`, for log-probabilities l and the gradient g with respect to
/// them: the chain rule with the derivatives `δ_ij − exp(l_j)`.
///
/// A NaN in g makes the row NaN, one in l its own element. An l of −∞ leaves g
/// as it is. An l above 0, which no logarithm of a probability is, is answered
/// up to 88 in Float and 709 in Double. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logProbabilities: What a logSoftmax gave.
///   - layout: How they lie.
///   - upstream: The gradient of a result with respect to them, of any type
///     with the same ``StoredLogit/Scalar``; it lies as they do.
///   - upstreamStride: Elements from row to row of it; `nil` for the stride of
///     `logProbabilities`.
///   - gradient: Where the gradient with respect to the logits goes: as many
///     elements again. What lies between rows is left as it is. As unsafe
///     buffers, it and `upstream` may be the same memory.
///   - gradientStride: Elements from row to row of it; `nil` for the stride of
///     `logProbabilities`.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not fit
///   it, the gradient overlaps a buffer and is not exactly the upstream one, or
///   this machine cannot run `execution`. Nothing has been written then.
@inlinable
public func logSoftmaxGradient<Results, Upstream, Gradient>(
  _ logProbabilities: borrowing Results,
  _ layout: Layout,
  upstream: borrowing Upstream,
  upstreamStride: Int? = nil,
  into gradient: inout Gradient,
  gradientStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Results: ContiguousStorage & ~Copyable & ~Escapable,
  Results.Element: StoredLogit,
  Upstream: ContiguousStorage & ~Copyable & ~Escapable,
  Upstream.Element: StoredLogit,
  Upstream.Element.Scalar == Results.Element.Scalar,
  Gradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  Gradient.Element: StoredLogit,
  Gradient.Element.Scalar == Results.Element.Scalar
{
  try logProbabilities.withUnsafeBufferPointer {
    (results) throws(LogitsError) in
    try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
      try gradient.withUnsafeMutableElements {
        (gradient) throws(LogitsError) in
        try computeSoftmaxGradient(
          .logSoftmax, Elements(results), layout, upstream: Elements(upstream),
          upstreamStride: upstreamStride, into: Elements(gradient),
          gradientStride: gradientStride, execution)
      }
    }
  }
}
