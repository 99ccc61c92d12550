extension CrossEntropy {
  /// The loss of a batch with class indices, and its gradient into the caller's
  /// buffer.
  ///
  /// The losses are added in Double, and for a mean divided as `divisor` says.
  /// Where nothing counts, ``emptyMean`` says what the mean is. A row whose
  /// softmax is NaN makes the loss NaN.
  ///
  /// The gradient of an ignored sample is 0. A row whose loss is NaN has a
  /// gradient of NaN; the other rows are untouched by it.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
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
  ///   fit it, class weights are not one a class, buffers overlap, a target is
  ///   no class, a weight is not finite, the divisor is negative or not finite,
  ///   nothing counts and that is an error, or this machine cannot run
  ///   `execution`. Nothing has been written then.
  @inlinable
  @discardableResult
  public func gradient<Logit: StoredLogit, Logits, Targets, Gradient>(
    _ logits: borrowing Logits,
    targets: borrowing Targets,
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
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Gradient: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targets: targets, shape, sampleWeights: sampleWeights, execution
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

  /// The loss of a batch with class indices, and its gradient over the logits
  /// themselves.
  ///
  /// The losses are added in Double, and for a mean divided as `divisor` says.
  /// Where nothing counts, ``emptyMean`` says what the mean is. A row whose
  /// softmax is NaN makes the loss NaN.
  ///
  /// The gradient of an ignored sample is 0. A row whose loss is NaN has a
  /// gradient of NaN; the other rows are untouched by it.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major, which the gradient replaces.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - shape: How the rows lie; `nil` if all elements are one sample's.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss, which
  ///     multiplies the gradient.
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a target is
  ///   no class, a weight is not finite, the divisor is negative or not finite,
  ///   nothing counts and that is an error, or this machine cannot run
  ///   `execution`. Nothing has been written then.
  @inlinable
  @discardableResult
  public func gradient<Scalar: LogitScalar, Logits, Targets>(
    inPlace logits: consuming Logits,
    targets: borrowing Targets,
    shape: BatchShape? = nil,
    sampleWeights: Span<Scalar>? = nil,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
      try withArguments(
        UnsafeBufferPointer(rows), targets: targets, shape,
        sampleWeights: sampleWeights, execution
      ) { (arguments) throws(LogitsError) in
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradient = rows
        return try arguments.compute()
      }
    }
  }
}
