extension CrossEntropy {
  /// The loss of each sample, of a linear layer's outputs, into the caller's
  /// buffer.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. An
  /// ignored sample has the loss 0. See
  /// ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:workspace:execution:)``
  /// for the parameters and the errors.
  ///
  /// - Parameters:
  ///   - features: `X`, `samples × features` elements.
  ///   - layout: How the features lie: ``Layout/rows(of:stride:)`` without
  ///     gaps.
  ///   - weight: `W`, `classes × features` elements, as in PyTorch's
  ///     `nn.Linear`.
  ///   - bias: `b`, an element for each class; left out, it is 0.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - losses: Where the losses go, one element per sample, Float or Double.
  ///   - workspace: Memory for the logits of a microbatch.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where it is available.
  /// - Throws: ``LogitsError`` as
  ///   ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:workspace:execution:)``,
  ///   and if a result does not fit or buffers overlap. Nothing has been
  ///   written then.
  public func linearLosses<Features, Weight, Bias, Targets, Weights, Losses>(
    _ features: borrowing Features,
    _ layout: Layout,
    weight: borrowing Weight,
    bias: borrowing Bias = [Float]?.none,
    targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    into losses: inout Losses,
    workspace: LinearWorkspace = LinearWorkspace(),
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Features: ContiguousStorage & ~Copyable & ~Escapable,
    Features.Element: StoredLogit,
    Weight: ContiguousStorage & ~Copyable & ~Escapable,
    Weight.Element: StoredLogit,
    Weight.Element.Scalar == Features.Element.Scalar,
    Bias: ContiguousStorage & ~Copyable & ~Escapable,
    Bias.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Losses: MutableContiguousStorage & ~Copyable & ~Escapable,
    Losses.Element: LogitScalar
  {
    try withLinearArguments(
      features, layout, weight, bias, targets, sampleWeights, workspace,
      execution
    ) { (arguments) throws(LogitsError) in
      try losses.withUnsafeMutableElements { (losses) throws(LogitsError) in
        arguments.losses = SampleNumbers(losses)
        try arguments.compute()
      }
    }
  }

  /// The loss of each sample, of a linear layer's outputs, and the gradients of
  /// the layer, into the caller's buffers.
  ///
  /// Nothing is divided, and each sample's part of the gradients has a factor of
  /// its own. They are those of
  /// ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:upstream:featureGradient:weightGradient:biasGradient:accumulates:workspace:execution:)``.
  ///
  /// - Parameters:
  ///   - features: `X`, `samples × features` elements.
  ///   - layout: How the features lie: ``Layout/rows(of:stride:)`` without
  ///     gaps.
  ///   - weight: `W`, `classes × features` elements, as in PyTorch's
  ///     `nn.Linear`.
  ///   - bias: `b`, an element for each class; left out, it is 0.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - upstream: The gradient of a result with respect to each loss, one
  ///     element per sample; left out, they are 1.
  ///   - losses: Where the losses go, one element per sample, Float or Double.
  ///   - featureGradient: Where the gradient with respect to X goes, `samples ×
  ///     features` elements.
  ///   - weightGradient: That with respect to W, `classes × features` elements.
  ///   - biasGradient: That with respect to b, an element for each class.
  ///   - accumulates: Whether gradients are added to what is there, instead of
  ///     taking its place.
  ///   - workspace: Memory for the logits of a microbatch.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where it is available.
  /// - Throws: ``LogitsError`` as
  ///   ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:workspace:execution:)``,
  ///   and if a result does not fit or buffers overlap. Nothing has been
  ///   written then.
  public func linearLosses<
    Features, Weight, Bias, Targets, Weights, Upstream, Losses,
    FeatureGradient, WeightGradient, BiasGradient
  >(
    _ features: borrowing Features,
    _ layout: Layout,
    weight: borrowing Weight,
    bias: borrowing Bias = [Float]?.none,
    targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    upstream: borrowing Upstream = [Float]?.none,
    into losses: inout Losses,
    featureGradient: inout FeatureGradient,
    weightGradient: inout WeightGradient,
    biasGradient: inout BiasGradient,
    accumulates: Bool = false,
    workspace: LinearWorkspace = LinearWorkspace(),
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Features: ContiguousStorage & ~Copyable & ~Escapable,
    Features.Element: StoredLogit,
    Weight: ContiguousStorage & ~Copyable & ~Escapable,
    Weight.Element: StoredLogit,
    Weight.Element.Scalar == Features.Element.Scalar,
    Bias: ContiguousStorage & ~Copyable & ~Escapable,
    Bias.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Upstream: ContiguousStorage & ~Copyable & ~Escapable,
    Upstream.Element: StoredLogit,
    Losses: MutableContiguousStorage & ~Copyable & ~Escapable,
    Losses.Element: LogitScalar,
    FeatureGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
    FeatureGradient.Element: StoredLogit,
    FeatureGradient.Element.Scalar == Features.Element.Scalar,
    WeightGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
    WeightGradient.Element: StoredLogit,
    WeightGradient.Element.Scalar == Features.Element.Scalar,
    BiasGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
    BiasGradient.Element: StoredLogit,
    BiasGradient.Element.Scalar == Features.Element.Scalar
  {
    try withLinearArguments(
      features, layout, weight, bias, targets, sampleWeights, workspace,
      execution
    ) { (arguments) throws(LogitsError) in
      try withNumbers(upstream) { (upstream) throws(LogitsError) in
        try losses.withUnsafeMutableElements { (losses) throws(LogitsError) in
          try withLinearGradients(
            &featureGradient, &weightGradient, &biasGradient
          ) { (gradients) throws(LogitsError) in
            if let upstream { arguments.upstream = .losses(upstream) }
            arguments.losses = SampleNumbers(losses)
            arguments.gradients = gradients
            arguments.accumulates = accumulates
            try arguments.compute()
          }
        }
      }
    }
  }
}
