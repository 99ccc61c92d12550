extension CrossEntropy {
  /// The loss of a batch with target probabilities, and its gradient into the
  /// caller's buffer.
  ///
  /// The losses are added in Double, and for a mean divided as `divisor` says.
  /// Where nothing counts, ``emptyMean`` says what the mean is. A row whose
  /// softmax is NaN makes the loss NaN.
  ///
  /// A row whose loss is NaN has a gradient of NaN; the other rows are
  /// untouched by it.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major.
  ///   - targetProbabilities: A row of `classes` probabilities for each sample,
  ///     one-hot or soft.
  ///   - targetRowStride: Elements from row to row of the targets; `nil` for
  ///     rows without gaps.
  ///   - shape: How the rows lie; `nil` if all elements are one sample's.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss, which
  ///     multiplies the gradient.
  ///   - gradient: Where the gradient goes, `samples × classes` elements. What
  ///     lies between rows is left as it is.
  ///   - gradientRowStride: Elements from row to row of the gradient; `nil` for
  ///     the distance that the logits have.
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a row of
  ///   targets does not sum to 1 where that is asked for, a weight is not
  ///   finite, the divisor is negative or not finite, nothing counts and that
  ///   is an error, or this machine cannot run `execution`. Nothing has been
  ///   written then.
  @inlinable
  @discardableResult
  public func gradient<Logit: StoredLogit, Logits, Targets, Gradient>(
    _ logits: borrowing Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Logit.Scalar>? = nil,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    into gradient: consuming Gradient,
    gradientRowStride: Int? = nil,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable,
    Gradient: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targetProbabilities: targetProbabilities,
      rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
      execution
    ) { (arguments) throws(LogitsError) in
      try gradient.withUnsafeMutableBufferPointer {
        (gradient) throws(LogitsError) in
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradient = gradient
        arguments.gradientRowStride = gradientRowStride
        return try arguments.compute()
      }
    }
  }

  /// The loss of a batch with target probabilities, and its gradient over the
  /// logits themselves.
  ///
  /// The losses are added in Double, and for a mean divided as `divisor` says.
  /// Where nothing counts, ``emptyMean`` says what the mean is. A row whose
  /// softmax is NaN makes the loss NaN.
  ///
  /// A row whose loss is NaN has a gradient of NaN; the other rows are
  /// untouched by it.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major, which the gradient replaces.
  ///   - targetProbabilities: A row of `classes` probabilities for each sample,
  ///     one-hot or soft.
  ///   - targetRowStride: Elements from row to row of the targets; `nil` for
  ///     rows without gaps.
  ///   - shape: How the rows lie; `nil` if all elements are one sample's.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss, which
  ///     multiplies the gradient.
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a row of
  ///   targets does not sum to 1 where that is asked for, a weight is not
  ///   finite, the divisor is negative or not finite, nothing counts and that
  ///   is an error, or this machine cannot run `execution`. Nothing has been
  ///   written then.
  @inlinable
  @discardableResult
  public func gradient<Scalar: LogitScalar, Logits, Targets>(
    inPlace logits: consuming Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Scalar>? = nil,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
  {
    try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
      try withArguments(
        UnsafeBufferPointer(rows), targetProbabilities: targetProbabilities,
        rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
        execution
      ) { (arguments) throws(LogitsError) in
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradient = rows
        return try arguments.compute()
      }
    }
  }
}
