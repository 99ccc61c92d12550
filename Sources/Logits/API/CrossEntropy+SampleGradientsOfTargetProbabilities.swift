extension CrossEntropy {
  /// The loss of each sample with target probabilities, and its gradient, into
  /// the caller's buffers.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. No
  /// samples give no losses.
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
  ///   - upstream: The gradient of a result with respect to each loss; `nil`
  ///     for 1.
  ///   - gradient: Where the gradient goes, `samples × classes` elements. What
  ///     lies between rows is left as it is.
  ///   - gradientRowStride: Elements from row to row of the gradient; `nil` for
  ///     the distance that the logits have.
  ///   - losses: Where the losses go, one element per sample.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a row of
  ///   targets does not sum to 1 where that is asked for, a weight is not
  ///   finite, or this machine cannot run `execution`. Nothing has been written
  ///   then.
  @inlinable
  public func gradient<Logit: StoredLogit, Logits, Targets, Gradient, Losses>(
    _ logits: borrowing Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Logit.Scalar>? = nil,
    upstream: Span<Logit.Scalar>? = nil,
    into gradient: consuming Gradient,
    gradientRowStride: Int? = nil,
    losses: consuming Losses,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable,
    Gradient: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable,
    Losses: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targetProbabilities: targetProbabilities,
      rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
      execution
    ) { (arguments) throws(LogitsError) in
      try withBuffer(of: upstream) { (upstream) throws(LogitsError) in
        try gradient.withUnsafeMutableBufferPointer {
          (gradient) throws(LogitsError) in
          try losses.withUnsafeMutableBufferPointer {
            (losses) throws(LogitsError) in
            if let upstream { arguments.upstream = .losses(upstream) }
            arguments.gradient = gradient
            arguments.gradientRowStride = gradientRowStride
            arguments.losses = losses
            try arguments.compute()
          }
        }
      }
    }
  }

  /// The loss of each sample with target probabilities, and its gradient over
  /// the logits themselves.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. No
  /// samples give no losses.
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
  ///   - upstream: The gradient of a result with respect to each loss; `nil`
  ///     for 1.
  ///   - losses: Where the losses go, one element per sample.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a row of
  ///   targets does not sum to 1 where that is asked for, a weight is not
  ///   finite, or this machine cannot run `execution`. Nothing has been written
  ///   then.
  @inlinable
  public func gradient<Scalar: LogitScalar, Logits, Targets, Losses>(
    inPlace logits: consuming Logits,
    targetProbabilities: borrowing Targets,
    targetRowStride: Int? = nil,
    shape: BatchShape? = nil,
    sampleWeights: Span<Scalar>? = nil,
    upstream: Span<Scalar>? = nil,
    losses: consuming Losses,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Losses: MutableStorageView<Scalar> & ~Copyable & ~Escapable
  {
    try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
      try withArguments(
        UnsafeBufferPointer(rows), targetProbabilities: targetProbabilities,
        rowStride: targetRowStride, shape, sampleWeights: sampleWeights,
        execution
      ) { (arguments) throws(LogitsError) in
        try withBuffer(of: upstream) { (upstream) throws(LogitsError) in
          try losses.withUnsafeMutableBufferPointer {
            (losses) throws(LogitsError) in
            if let upstream { arguments.upstream = .losses(upstream) }
            arguments.gradient = rows
            arguments.losses = losses
            try arguments.compute()
          }
        }
      }
    }
  }
}
