extension CrossEntropy {
  /// Evaluates each sample, in a new array.
  ///
  /// Loss, logSumExp, prediction, rank, confidence, entropy and Brier score come
  /// from one sweep over the rows. ``EvaluationSummary`` adds them up. Nothing is
  /// reduced, whatever ``reduction`` says. What becomes of NaN and infinities is
  /// said at ``SampleEvaluation``. No samples give no results.
  ///
  /// - Complexity: O(samples × classes); allocates the array only.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - shape: How the rows lie; `nil` if all elements are one sample's.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - execution: Where the work runs.
  /// - Returns: One element per sample.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a target is no class, a
  ///   weight is not finite, or this machine cannot run `execution`.
  @inlinable
  public func evaluate<Scalar: LogitScalar, Logits, Targets>(
    _ logits: borrowing Logits,
    targets: borrowing Targets,
    shape: BatchShape? = nil,
    sampleWeights: Span<Scalar>? = nil,
    execution: Execution = .automatic
  ) throws(LogitsError) -> [SampleEvaluation]
  where
    Logits: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try withArguments(
      logits, targets: targets, shape, sampleWeights: sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      try arguments.evaluationArray()
    }
  }

  /// Evaluates each sample, into the caller's buffer.
  ///
  /// Loss, logSumExp, prediction, rank, confidence, entropy and Brier score come
  /// from one sweep over the rows. ``EvaluationSummary`` adds them up. Nothing is
  /// reduced, whatever ``reduction`` says. What becomes of NaN and infinities is
  /// said at ``SampleEvaluation``. No samples give no results.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: Rows of logits, row-major.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - shape: How the rows lie; `nil` if all elements are one sample's.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - evaluations: Where the results go, one element per sample.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, buffers overlap, a target is
  ///   no class, a weight is not finite, or this machine cannot run
  ///   `execution`. Nothing has been written then.
  @inlinable
  public func evaluate<Scalar: LogitScalar, Logits, Targets, Evaluations>(
    _ logits: borrowing Logits,
    targets: borrowing Targets,
    shape: BatchShape? = nil,
    sampleWeights: Span<Scalar>? = nil,
    into evaluations: consuming Evaluations,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Evaluations: MutableStorageView<SampleEvaluation> & ~Copyable & ~Escapable
  {
    try withArguments(
      logits, targets: targets, shape, sampleWeights: sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      try evaluations.withUnsafeMutableBufferPointer {
        (evaluations) throws(LogitsError) in
        arguments.evaluations = evaluations
        try arguments.compute()
      }
    }
  }
}
