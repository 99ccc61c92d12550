/// The backward of ``softmax(_:shape:negativeInfinityRows:execution:)``, in a
/// new array.
///
/// p (g − Σ g p) of each row, for probabilities p and the gradient g with
/// respect to them: the chain rule with the softmax's derivatives p_i (δ_ij −
/// p_j).
///
/// A NaN in either row makes the row NaN, also beside a p of 0, and so may an
/// infinite g. A row of p = 0 alone has a gradient of 0. No samples give no
/// rows.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - probabilities: Rows that a softmax gave.
///   - upstream: The gradient of a result with respect to them, a row a sample.
///   - upstreamRowStride: Elements from row to row of the upstream gradient;
///     `nil` for the distance that the rows of `probabilities` have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Returns: The gradient with respect to the logits, `samples × classes`
///   elements without gaps.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
@inlinable
public func softmaxGradient<Scalar: LogitScalar, Results, Upstream>(
  _ probabilities: borrowing Results,
  upstream: borrowing Upstream,
  upstreamRowStride: Int? = nil,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar]
where
  Results: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try probabilities.withUnsafeBufferPointer { (results) throws(LogitsError) in
    try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
      try computeSoftmaxGradient(
        .softmax, Elements(results), upstream: Elements(upstream),
        upstreamRowStride: upstreamRowStride, shape: shape,
        execution: execution)
    }
  }
}

/// The backward of ``softmax(_:shape:negativeInfinityRows:execution:)``, into
/// the caller's buffer.
///
/// p (g − Σ g p) of each row, for probabilities p and the gradient g with
/// respect to them: the chain rule with the softmax's derivatives p_i (δ_ij −
/// p_j).
///
/// A NaN in either row makes the row NaN, also beside a p of 0, and so may an
/// infinite g. A row of p = 0 alone has a gradient of 0. No samples give no
/// rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - probabilities: Rows that a softmax gave.
///   - upstream: The gradient of a result with respect to them, a row a sample.
///   - upstreamRowStride: Elements from row to row of the upstream gradient;
///     `nil` for the distance that the rows of `probabilities` have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - gradient: Where the gradient with respect to the logits goes,
///     `samples × classes` elements. What lies between rows is left as it is.
///   - gradientRowStride: Elements from row to row of the gradient; `nil` for
///     the distance that the rows of `probabilities` have.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the gradient overlaps a buffer and is not exactly the upstream one, or
///   this machine cannot run `execution`. Nothing has been written then.
@inlinable
public func softmaxGradient<Scalar: LogitScalar, Results, Upstream, Gradient>(
  _ probabilities: borrowing Results,
  upstream: borrowing Upstream,
  upstreamRowStride: Int? = nil,
  shape: BatchShape? = nil,
  into gradient: consuming Gradient,
  gradientRowStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Results: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Gradient: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try probabilities.withUnsafeBufferPointer { (results) throws(LogitsError) in
    try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
      try gradient.withUnsafeMutableBufferPointer {
        (gradient) throws(LogitsError) in
        try computeSoftmaxGradient(
          .softmax, Elements(results), upstream: Elements(upstream),
          upstreamRowStride: upstreamRowStride, shape: shape,
          into: Elements(gradient),
          gradientRowStride: gradientRowStride, execution: execution)
      }
    }
  }
}

/// The backward of ``softmax(_:shape:negativeInfinityRows:execution:)``, over
/// the upstream gradient itself.
///
/// p (g − Σ g p) of each row, for probabilities p and the gradient g with
/// respect to them: the chain rule with the softmax's derivatives p_i (δ_ij −
/// p_j).
///
/// A NaN in either row makes the row NaN, also beside a p of 0, and so may an
/// infinite g. A row of p = 0 alone has a gradient of 0. No samples give no
/// rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - probabilities: Rows that a softmax gave.
///   - upstream: The gradient of a result with respect to them, a row a sample,
///     which the gradient with respect to the logits replaces.
///   - upstreamRowStride: Elements from row to row of the upstream gradient;
///     `nil` for the distance that the rows of `probabilities` have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the buffers overlap, or this machine cannot run `execution`. Nothing
///   has been written then.
@inlinable
public func softmaxGradient<Scalar: LogitScalar, Results, Upstream>(
  _ probabilities: borrowing Results,
  inPlace upstream: consuming Upstream,
  upstreamRowStride: Int? = nil,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Results: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try probabilities.withUnsafeBufferPointer { (results) throws(LogitsError) in
    try upstream.withUnsafeMutableBufferPointer {
      (upstream) throws(LogitsError) in
      try computeSoftmaxGradient(
        .softmax, Elements(results), upstream: Elements(upstream),
        upstreamRowStride: upstreamRowStride, shape: shape,
        into: Elements(upstream),
        gradientRowStride: upstreamRowStride, execution: execution)
    }
  }
}

/// The backward of ``logSoftmax(_:shape:negativeInfinityRows:execution:)``, in
/// a new array.
///
/// g − exp(l) Σ g of each row, for log-probabilities l and the gradient g with
/// respect to them: the chain rule with the derivatives δ_ij − exp(l_j).
///
/// A NaN in g makes the row NaN, one in l its own element. An l of −∞ leaves g
/// as it is. An l above 0, which no logarithm of a probability is, is answered
/// up to 88 in Float and 709 in Double. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logProbabilities: Rows that a logSoftmax gave.
///   - upstream: The gradient of a result with respect to them, a row a sample.
///   - upstreamRowStride: Elements from row to row of the upstream gradient;
///     `nil` for the distance that the rows of `logProbabilities` have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Returns: The gradient with respect to the logits, `samples × classes`
///   elements without gaps.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
@inlinable
public func logSoftmaxGradient<Scalar: LogitScalar, Results, Upstream>(
  _ logProbabilities: borrowing Results,
  upstream: borrowing Upstream,
  upstreamRowStride: Int? = nil,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar]
where
  Results: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try logProbabilities.withUnsafeBufferPointer {
    (results) throws(LogitsError) in
    try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
      try computeSoftmaxGradient(
        .logSoftmax, Elements(results), upstream: Elements(upstream),
        upstreamRowStride: upstreamRowStride, shape: shape,
        execution: execution)
    }
  }
}

/// The backward of ``logSoftmax(_:shape:negativeInfinityRows:execution:)``,
/// into the caller's buffer.
///
/// g − exp(l) Σ g of each row, for log-probabilities l and the gradient g with
/// respect to them: the chain rule with the derivatives δ_ij − exp(l_j).
///
/// A NaN in g makes the row NaN, one in l its own element. An l of −∞ leaves g
/// as it is. An l above 0, which no logarithm of a probability is, is answered
/// up to 88 in Float and 709 in Double. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logProbabilities: Rows that a logSoftmax gave.
///   - upstream: The gradient of a result with respect to them, a row a sample.
///   - upstreamRowStride: Elements from row to row of the upstream gradient;
///     `nil` for the distance that the rows of `logProbabilities` have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - gradient: Where the gradient with respect to the logits goes,
///     `samples × classes` elements. What lies between rows is left as it is.
///   - gradientRowStride: Elements from row to row of the gradient; `nil` for
///     the distance that the rows of `logProbabilities` have.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the gradient overlaps a buffer and is not exactly the upstream one, or
///   this machine cannot run `execution`. Nothing has been written then.
@inlinable
public func logSoftmaxGradient<
  Scalar: LogitScalar, Results, Upstream, Gradient
>(
  _ logProbabilities: borrowing Results,
  upstream: borrowing Upstream,
  upstreamRowStride: Int? = nil,
  shape: BatchShape? = nil,
  into gradient: consuming Gradient,
  gradientRowStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Results: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Gradient: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logProbabilities.withUnsafeBufferPointer {
    (results) throws(LogitsError) in
    try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
      try gradient.withUnsafeMutableBufferPointer {
        (gradient) throws(LogitsError) in
        try computeSoftmaxGradient(
          .logSoftmax, Elements(results), upstream: Elements(upstream),
          upstreamRowStride: upstreamRowStride, shape: shape,
          into: Elements(gradient),
          gradientRowStride: gradientRowStride, execution: execution)
      }
    }
  }
}

/// The backward of ``logSoftmax(_:shape:negativeInfinityRows:execution:)``,
/// over the upstream gradient itself.
///
/// g − exp(l) Σ g of each row, for log-probabilities l and the gradient g with
/// respect to them: the chain rule with the derivatives δ_ij − exp(l_j).
///
/// A NaN in g makes the row NaN, one in l its own element. An l of −∞ leaves g
/// as it is. An l above 0, which no logarithm of a probability is, is answered
/// up to 88 in Float and 709 in Double. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logProbabilities: Rows that a logSoftmax gave.
///   - upstream: The gradient of a result with respect to them, a row a sample,
///     which the gradient with respect to the logits replaces.
///   - upstreamRowStride: Elements from row to row of the upstream gradient;
///     `nil` for the distance that the rows of `logProbabilities` have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the buffers overlap, or this machine cannot run `execution`. Nothing
///   has been written then.
@inlinable
public func logSoftmaxGradient<Scalar: LogitScalar, Results, Upstream>(
  _ logProbabilities: borrowing Results,
  inPlace upstream: consuming Upstream,
  upstreamRowStride: Int? = nil,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Results: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logProbabilities.withUnsafeBufferPointer {
    (results) throws(LogitsError) in
    try upstream.withUnsafeMutableBufferPointer {
      (upstream) throws(LogitsError) in
      try computeSoftmaxGradient(
        .logSoftmax, Elements(results), upstream: Elements(upstream),
        upstreamRowStride: upstreamRowStride, shape: shape,
        into: Elements(upstream),
        gradientRowStride: upstreamRowStride, execution: execution)
    }
  }
}
