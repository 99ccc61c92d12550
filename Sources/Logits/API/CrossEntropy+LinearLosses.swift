extension CrossEntropy {
  /// The loss of each sample, of a linear layer's outputs, into the caller's
  /// buffer.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. An
  /// ignored sample has the loss 0. See
  /// ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:workspace:execution:)``
  /// for the parameters and the errors.
  ///
  /// - Parameter losses: Where the losses go, one element per sample, Float or
  ///   Double.
  /// - Throws: ``LogitsError`` also if buffers overlap. Nothing has been written
  ///   then.
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

  /// The loss of each sample, of a linear layer's outputs, and the gradients,
  /// into the caller's buffers.
  ///
  /// Nothing is divided, and each sample's part of the gradients has a factor of
  /// its own. They are those of
  /// ``linearLoss(_:_:weight:bias:targets:sampleWeights:divisor:upstream:featureGradient:weightGradient:biasGradient:accumulates:workspace:execution:)``.
  ///
  /// - Parameter upstream: The gradient of a result with respect to each loss,
  ///   one element per sample; left out, they are 1.
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
