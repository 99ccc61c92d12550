extension CrossEntropy {
  /// Evaluates each sample, into the caller's buffer.
  ///
  /// Loss, logSumExp, prediction, rank, confidence, entropy and Brier score come
  /// from one sweep over the rows. Nothing is reduced, whatever ``reduction``
  /// says. ``SampleEvaluation`` says what becomes of NaN and infinities.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: The logits; ``input`` has to be ``LossInput/logits``.
  ///   - layout: How they lie.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - evaluations: Where the results go, one element per sample.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` as
  ///   ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)``, and
  ///   if buffers overlap. Nothing has been written then.
  @inlinable
  public func evaluate<Logits, Targets, Weights, Evaluations>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    into evaluations: inout Evaluations,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Evaluations: MutableContiguousStorage<SampleEvaluation> & ~Copyable
      & ~Escapable
  {
    try withArguments(
      logits, layout, targets, nil, sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      try evaluations.withUnsafeMutableElements {
        (evaluations) throws(LogitsError) in
        arguments.evaluations = evaluations
        try arguments.compute()
      }
    }
  }

  /// Evaluates the samples of a batch, and adds them to a summary.
  ///
  /// See
  /// ``evaluate(_:_:targets:sampleWeights:into:execution:)-(_,_,_,_,Evaluations,_)``
  /// for what is computed, the parameters and the errors. The samples are added in
  /// their order.
  ///
  /// - Complexity: O(samples × classes); allocates 64 bytes a sample.
  @inlinable
  public func evaluate<Logits, Targets, Weights>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    into summary: inout EvaluationSummary,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit
  {
    try withArguments(
      logits, layout, targets, nil, sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      summary.add(contentsOf: try arguments.evaluationArray())
    }
  }
}
