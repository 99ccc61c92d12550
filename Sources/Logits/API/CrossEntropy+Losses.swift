extension CrossEntropy {
  /// The loss of each sample, in a new array.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. An
  /// ignored sample has the loss 0. No samples give no losses. See
  /// ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)`` for the
  /// parameters and the errors.
  ///
  /// - Complexity: O(samples × classes); allocates the array only.
  /// - Returns: The losses in nats, one a sample.
  @inlinable
  public func losses<Logits, Targets, Weights>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    targetStride: Int? = nil,
    sampleWeights: borrowing Weights = [Float]?.none,
    execution: Execution = .automatic
  ) throws(LogitsError) -> [Logits.Element.Scalar]
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
      try arguments.lossArray()
    }
  }

  /// The loss of each sample, into the caller's buffer.
  ///
  /// As ``losses(_:_:targets:targetStride:sampleWeights:execution:)``, but that
  /// nothing is allocated.
  ///
  /// - Parameters:
  ///   - logits: The logits, or what ``input`` says.
  ///   - layout: How they lie.
  ///   - targets: A class index for each sample (integers), or target
  ///     probabilities (floating-point numbers).
  ///   - targetStride: Elements from row to row of target probabilities; `nil`
  ///     for the stride of the logits.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - losses: Where the losses go, one element per sample, Float or Double.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` as
  ///   ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)``, and
  ///   if `losses` do not fit or buffers overlap. Nothing has been
  ///   written then.
  @inlinable
  public func losses<Logits, Targets, Weights, Losses>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    targetStride: Int? = nil,
    sampleWeights: borrowing Weights = [Float]?.none,
    into losses: inout Losses,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: TargetElement,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Losses: MutableContiguousStorage & ~Copyable & ~Escapable,
    Losses.Element: LogitScalar
  {
    try withArguments(
      logits, layout, targets, targetStride, sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      try losses.withUnsafeMutableElements { (losses) throws(LogitsError) in
        arguments.losses = SampleNumbers(losses)
        try arguments.compute()
      }
    }
  }

  /// The loss of each sample and its gradient, into the caller's buffers.
  ///
  /// Nothing is divided, and each sample's gradient has a factor of its own.
  ///
  /// - Parameters:
  ///   - logits: The logits, or what ``input`` says.
  ///   - layout: How they lie.
  ///   - targets: A class index for each sample (integers), or target
  ///     probabilities (floating-point numbers).
  ///   - targetStride: Elements from row to row of target probabilities; `nil`
  ///     for the stride of the logits.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - upstream: The gradient of a result with respect to each loss, one
  ///     element per sample; left out, they are 1.
  ///   - losses: Where the losses go, one element per sample, Float or Double.
  ///   - gradient: Where the gradient goes: as many elements as the logits
  ///     have, of any type with the same ``StoredLogit/Scalar``. What lies
  ///     between rows is left as it is.
  ///   - gradientStride: Elements from row to row of the gradient; `nil` for
  ///     the stride of the logits.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` as
  ///   ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)``, and
  ///   if a result does not fit or buffers overlap. Nothing has been written
  ///   then.
  @inlinable
  public func losses<Logits, Targets, Weights, Upstream, Losses, Gradient>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    targetStride: Int? = nil,
    sampleWeights: borrowing Weights = [Float]?.none,
    upstream: borrowing Upstream = [Float]?.none,
    into losses: inout Losses,
    gradient: inout Gradient,
    gradientStride: Int? = nil,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: TargetElement,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Upstream: ContiguousStorage & ~Copyable & ~Escapable,
    Upstream.Element: StoredLogit,
    Losses: MutableContiguousStorage & ~Copyable & ~Escapable,
    Losses.Element: LogitScalar,
    Gradient: MutableContiguousStorage & ~Copyable & ~Escapable,
    Gradient.Element: StoredLogit,
    Gradient.Element.Scalar == Logits.Element.Scalar
  {
    try withArguments(
      logits, layout, targets, targetStride, sampleWeights, execution
    ) { (arguments) throws(LogitsError) in
      try withNumbers(upstream) { (upstream) throws(LogitsError) in
        try losses.withUnsafeMutableElements { (losses) throws(LogitsError) in
          try gradient.withUnsafeMutableElements {
            (gradient) throws(LogitsError) in
            if let upstream { arguments.upstream = .losses(upstream) }
            arguments.losses = SampleNumbers(losses)
            arguments.gradient = Elements(gradient)
            arguments.gradientStride = gradientStride
            try arguments.compute()
          }
        }
      }
    }
  }
}
