/// The memory that a linear layer reads, not checked yet.
package struct LinearElements<Scalar: LogitScalar> {
  let features: Elements<Scalar>
  let weight: Elements<Scalar>
  let bias: Elements<Scalar>?
  package let shape: LinearShape

  package init(
    features: Elements<Scalar>, weight: Elements<Scalar>,
    bias: Elements<Scalar>?, shape: LinearShape
  ) {
    self.features = features
    self.weight = weight
    self.bias = bias
    self.shape = shape
  }

  var memory: BufferList {
    var list = BufferList()
    list.append(features.bytes, .features)
    list.append(weight.bytes, .weight)
    if let bias { list.append(bias.bytes, .bias) }
    return list
  }
}

/// The memory for the gradients of a linear layer that are wanted, not checked
/// yet.
package struct LinearGradientElements<Scalar: LogitScalar> {
  var features: Elements<Scalar>?
  var weight: Elements<Scalar>?
  var bias: Elements<Scalar>?

  package init(
    features: Elements<Scalar>? = nil, weight: Elements<Scalar>? = nil,
    bias: Elements<Scalar>? = nil
  ) {
    self.features = features
    self.weight = weight
    self.bias = bias
  }

  var memory: BufferList {
    var list = BufferList()
    if let features { list.append(features.bytes, .featureGradient) }
    if let weight { list.append(weight.bytes, .weightGradient) }
    if let bias { list.append(bias.bytes, .biasGradient) }
    return list
  }
}

/// Calls `body` with the memory that a layer reads.
func withLinearElements<Features, Weight, Bias, Result>(
  _ features: borrowing Features, _ layout: Layout,
  _ weight: borrowing Weight, _ bias: borrowing Bias,
  _ body: (LinearElements<Features.Element.Scalar>) throws(LogitsError) ->
    Result
) throws(LogitsError) -> Result
where
  Features: ContiguousStorage & ~Copyable & ~Escapable,
  Features.Element: StoredLogit,
  Weight: ContiguousStorage & ~Copyable & ~Escapable,
  Weight.Element: StoredLogit,
  Weight.Element.Scalar == Features.Element.Scalar,
  Bias: ContiguousStorage & ~Copyable & ~Escapable,
  Bias.Element: StoredLogit
{
  try features.withUnsafeBufferPointer { (features) throws(LogitsError) in
    try weight.withUnsafeBufferPointer { (weight) throws(LogitsError) in
      let hasBias = !bias._isOmitted
      return try bias.withUnsafeBufferPointer { (bias) throws(LogitsError) in
        try body(
          LinearElements(
            features: Elements(features), weight: Elements(weight),
            bias: hasBias
              ? Elements(UnsafeRawBufferPointer(bias), Bias.Element._type)
              : nil,
            shape: LinearShape(
              layout, features: features.count, weight: weight.count)))
      }
    }
  }
}

/// Calls `body` with the memory of the gradients that are wanted.
func withLinearGradients<
  FeatureGradient, WeightGradient, BiasGradient, Scalar: LogitScalar, Result
>(
  _ features: inout FeatureGradient, _ weight: inout WeightGradient,
  _ bias: inout BiasGradient,
  _ body: (LinearGradientElements<Scalar>) throws(LogitsError) -> Result
) throws(LogitsError) -> Result
where
  FeatureGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  FeatureGradient.Element: StoredLogit,
  FeatureGradient.Element.Scalar == Scalar,
  WeightGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  WeightGradient.Element: StoredLogit,
  WeightGradient.Element.Scalar == Scalar,
  BiasGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  BiasGradient.Element: StoredLogit,
  BiasGradient.Element.Scalar == Scalar
{
  let (hasFeatures, hasWeight, hasBias) = (
    !features._isUnwanted, !weight._isUnwanted, !bias._isUnwanted
  )
  return try features.withUnsafeMutableElements {
    (features) throws(LogitsError) in
    try weight.withUnsafeMutableElements { (weight) throws(LogitsError) in
      try bias.withUnsafeMutableElements { (bias) throws(LogitsError) in
        try body(
          LinearGradientElements(
            features: hasFeatures ? Elements(features) : nil,
            weight: hasWeight ? Elements(weight) : nil,
            bias: hasBias ? Elements(bias) : nil))
      }
    }
  }
}

extension CrossEntropy {
  /// Calls `body` with the arguments that all forms of a linear loss have.
  func withLinearArguments<Features, Weight, Bias, Targets, Weights, Result>(
    _ features: borrowing Features, _ layout: Layout,
    _ weight: borrowing Weight, _ bias: borrowing Bias,
    _ targets: borrowing Targets, _ sampleWeights: borrowing Weights,
    _ workspace: LinearWorkspace, _ execution: Execution,
    _ body: (inout LinearCrossEntropyArguments<Features.Element.Scalar>)
      throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result
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
    try withLinearElements(features, layout, weight, bias) {
      (layer) throws(LogitsError) in
      try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
        try withNumbers(sampleWeights) { (weights) throws(LogitsError) in
          var arguments = LinearCrossEntropyArguments(
            layer, TargetElements(targets), self, .workspace(workspace),
            memory: workspace.memory, execution)
          arguments.sampleWeights = weights
          return try body(&arguments)
        }
      }
    }
  }
}
