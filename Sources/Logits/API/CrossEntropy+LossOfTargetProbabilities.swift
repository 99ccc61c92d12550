extension CrossEntropy {
  /// The loss of a batch with target probabilities, reduced to one number.
  ///
  /// The losses are added in Double, and for a mean divided as `divisor` says.
  /// Where nothing counts, ``emptyMean`` says what the mean is. A row whose
  /// softmax is NaN makes the loss NaN.
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
  ///   - execution: Where the work runs.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a row of targets does not sum
  ///   to 1 where that is asked for, a weight is not finite, the divisor is
  ///   negative or not finite, nothing counts and that is an error, or this
  ///   machine cannot run `execution`.
  @inlinable
  public func loss<Logit: StoredLogit, Logits, Targets>(
    _ logits: borrowing Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Logit.Scalar>? = nil,
    divisor: Divisor = .weights,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targetProbabilities: targetProbabilities,
      rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
      execution
    ) { (arguments) throws(LogitsError) in
      arguments.divisor = divisor
      return try arguments.compute()
    }
  }

  /// The loss of each sample with target probabilities, in a new array.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. No
  /// samples give no losses.
  ///
  /// - Complexity: O(samples × classes); allocates the array only.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major.
  ///   - targetProbabilities: A row of `classes` probabilities for each sample,
  ///     one-hot or soft.
  ///   - targetRowStride: Elements from row to row of the targets; `nil` for
  ///     rows without gaps.
  ///   - shape: How the rows lie; `nil` if all elements are one sample's.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - execution: Where the work runs.
  /// - Returns: The losses in nats, one a sample.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a row of targets does not sum
  ///   to 1 where that is asked for, a weight is not finite, or this machine
  ///   cannot run `execution`.
  @inlinable
  public func losses<Logit: StoredLogit, Logits, Targets>(
    _ logits: borrowing Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Logit.Scalar>? = nil,
    execution: Execution = .automatic
  ) throws(LogitsError) -> [Logit.Scalar]
  where
    Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targetProbabilities: targetProbabilities,
      rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
      execution
    ) { (arguments) throws(LogitsError) in
      try arguments.lossArray()
    }
  }

  /// The loss of each sample with target probabilities, into the caller's
  /// buffer.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. No
  /// samples give no losses.
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
  ///   - losses: Where the losses go, one element per sample.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a row of
  ///   targets does not sum to 1 where that is asked for, a weight is not
  ///   finite, or this machine cannot run `execution`. Nothing has been written
  ///   then.
  @inlinable
  public func losses<Logit: StoredLogit, Logits, Targets, Losses>(
    _ logits: borrowing Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Logit.Scalar>? = nil,
    into losses: consuming Losses,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable,
    Losses: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targetProbabilities: targetProbabilities,
      rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
      execution
    ) { (arguments) throws(LogitsError) in
      try losses.withUnsafeMutableBufferPointer {
        (losses) throws(LogitsError) in
        arguments.losses = losses
        try arguments.compute()
      }
    }
  }
}
