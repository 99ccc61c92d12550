extension CrossEntropy {
  /// The loss of a batch.
  ///
  /// The losses of the samples are added in Double, and for a mean divided as
  /// `divisor` says. Where nothing counts, ``emptyMean`` says what the mean is.
  /// A row whose softmax is NaN makes the loss NaN.
  ///
  /// - Complexity: O(samples × classes); allocates nothing, unless
  ///   probabilities of another precision are copied.
  /// - Parameters:
  ///   - logits: The logits, or what ``input`` says.
  ///   - layout: How they lie.
  ///   - targets: A class index for each sample (integers), from 0 to
  ///     `classes − 1`, or ``ignoreIndex``; or target probabilities, one-hot or
  ///     soft (floating-point numbers), that lie as the logits do. With another
  ///     ``StoredLogit/Scalar`` than theirs, they are copied and rounded to it.
  ///   - targetStride: Elements from row to row of target probabilities; `nil`
  ///     for the stride of the logits.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not
  ///   fit it, an option or the divisor is out of its range, class weights are
  ///   not one a class, a target is no class, a row of targets does not sum to 1
  ///   where that is asked for, a weight is not finite, nothing counts and that
  ///   is an error, or this machine cannot run `execution`.
  @inlinable
  public func loss<Logits, Targets, Weights>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    targetStride: Int? = nil,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: TargetElement,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit
  {
    try withArguments(
      logits, layout, targets, targetStride, sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      arguments.divisor = divisor
      return try arguments.compute()
    }
  }

  /// The loss of a batch, and its gradient with respect to the logits.
  ///
  /// The gradient is that of the loss which is returned, times `upstream`. It is
  /// 0 for an ignored sample, and NaN for a row whose loss is NaN; the other
  /// rows are untouched by that. See
  /// ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)`` for
  /// what is not said here.
  ///
  /// - Parameters:
  ///   - logits: The logits, or what ``input`` says.
  ///   - layout: How they lie.
  ///   - targets: A class index for each sample (integers), or target
  ///     probabilities (floating-point numbers).
  ///   - targetStride: Elements from row to row of target probabilities; `nil`
  ///     for the stride of the logits.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss.
  ///   - gradient: Where the gradient goes: as many elements as the logits
  ///     have, of any type with the same ``StoredLogit/Scalar``. What lies
  ///     between rows is left as it is.
  ///   - gradientStride: Elements from row to row of the gradient; `nil` for
  ///     the stride of the logits.
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` as
  ///   ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)``, and
  ///   if the gradient does not fit or buffers overlap. Nothing has been
  ///   written then.
  @inlinable
  @discardableResult
  public func loss<Logits, Targets, Weights, Gradient>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    targetStride: Int? = nil,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    gradient: inout Gradient,
    gradientStride: Int? = nil,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: TargetElement,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Gradient: MutableContiguousStorage & ~Copyable & ~Escapable,
    Gradient.Element: StoredLogit,
    Gradient.Element.Scalar == Logits.Element.Scalar
  {
    try withArguments(
      logits, layout, targets, targetStride, sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      try gradient.withUnsafeMutableElements {
        (gradient) throws(LogitsError) in
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradient = Elements(gradient)
        arguments.gradientStride = gradientStride
        return try arguments.compute()
      }
    }
  }

  /// The loss of a batch, and its gradient over the logits themselves.
  ///
  /// See
  /// ``loss(_:_:targets:targetStride:sampleWeights:divisor:upstream:gradient:gradientStride:execution:)``.
  ///
  /// - Parameters:
  ///   - logits: The logits, which the gradient replaces.
  ///   - layout: How they lie.
  ///   - targets: A class index for each sample (integers), or target
  ///     probabilities (floating-point numbers).
  ///   - targetStride: Elements from row to row of target probabilities; `nil`
  ///     for the stride of the logits.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss.
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` as
  ///   ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)``, and
  ///   if buffers overlap. Nothing has been written then.
  @inlinable
  @discardableResult
  public func loss<Logits, Targets, Weights>(
    gradientInPlace logits: inout Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    targetStride: Int? = nil,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: MutableContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: TargetElement,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit
  {
    try logits.withUnsafeMutableElements { (rows) throws(LogitsError) in
      try withArguments(
        UnsafeBufferPointer(rows), layout, targets, targetStride,
        sampleWeights, execution
      ) { (arguments) throws(LogitsError) in
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradient = Elements(rows)
        return try arguments.compute()
      }
    }
  }
}
