extension CrossEntropy {
  /// The loss of a linear layer's outputs.
  ///
  /// The logits are `X Wᵀ + b`. Only those of a microbatch of samples exist at the
  /// same time, in the workspace. Ignored samples are left out of all products.
  /// Halves are computed as Float.
  /// The losses are added and divided as in
  /// ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)``.
  ///
  /// - Complexity: O(samples × features × classes); allocates what the workspace
  ///   lacks.
  /// - Parameters:
  ///   - features: `X`, `samples × features` elements.
  ///   - layout: How the features lie: ``Layout/rows(of:stride:)`` without gaps.
  ///   - weight: `W`, `classes × features` elements, as in PyTorch's
  ///     `nn.Linear`.
  ///   - bias: `b`, an element for each class; left out, it is 0.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - workspace: Memory for the logits of a microbatch.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where it is available.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not
  ///   fit it, an option is out of its range or is not one of logits, class
  ///   weights are not one a class, a target is no class, a weight is not
  ///   finite, nothing counts and that is an error, the workspace has no
  ///   memory, or this machine cannot run `execution`.
  public func linearLoss<Features, Weight, Bias, Targets, Weights>(
    _ features: borrowing Features,
    _ layout: Layout,
    weight: borrowing Weight,
    bias: borrowing Bias = [Float]?.none,
    targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights,
    workspace: LinearWorkspace = LinearWorkspace(),
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
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
    Weights.Element: StoredLogit
  {
    try withLinearArguments(
      features, layout, weight, bias, targets, sampleWeights, workspace,
      execution
    ) { (arguments) throws(LogitsError) in
      arguments.divisor = divisor
      return try arguments.compute()
    }
  }

  /// The loss of a linear layer's outputs, and its gradients into the caller's
  /// buffers.
  ///
  /// With G the gradient with respect to the logits, those of the layer are
  /// `G W` for X, `Gᵀ X` for W, and the sums of the columns of G for b. A sample
  /// whose loss is NaN makes them NaN. One that is written as halves is added up
  /// as Float, and rounded once. A gradient that is not wanted is left out by
  /// passing ``Unwanted``. See
  /// ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:workspace:execution:)``
  /// for what is not said here.
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
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss, which
  ///     multiplies the gradients.
  ///   - featureGradient: Where the gradient with respect to X goes, `samples ×
  ///     features` elements.
  ///   - weightGradient: That with respect to W, `classes × features` elements.
  ///   - biasGradient: That with respect to b, an element for each class.
  ///   - accumulates: Whether gradients are added to what is there, instead of
  ///     taking its place.
  ///   - workspace: Memory for the logits of a microbatch.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where it is available.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` as
  ///   ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:workspace:execution:)``,
  ///   and if a result does not fit or buffers overlap. Nothing has been
  ///   written then.
  @discardableResult
  public func linearLoss<
    Features, Weight, Bias, Targets, Weights, FeatureGradient, WeightGradient,
    BiasGradient
  >(
    _ features: borrowing Features,
    _ layout: Layout,
    weight: borrowing Weight,
    bias: borrowing Bias = [Float]?.none,
    targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    featureGradient: inout FeatureGradient,
    weightGradient: inout WeightGradient,
    biasGradient: inout BiasGradient,
    accumulates: Bool = false,
    workspace: LinearWorkspace = LinearWorkspace(),
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
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
      try withLinearGradients(
        &featureGradient, &weightGradient, &biasGradient
      ) { (gradients) throws(LogitsError) in
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradients = gradients
        arguments.accumulates = accumulates
        return try arguments.compute()
      }
    }
  }
}
