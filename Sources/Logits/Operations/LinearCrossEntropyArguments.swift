/// The arguments of a cross-entropy of a linear layer's outputs, not checked
/// yet.
package struct LinearCrossEntropyArguments<Scalar: LogitScalar> {
  let layer: LinearElements<Scalar>
  let targets: TargetElements
  let options: CrossEntropy
  let source: LinearMemorySource
  /// The bytes for a microbatch and its products.
  let memory: Int
  let execution: Execution
  package var sampleWeights: SampleNumbers?
  package var divisor = Divisor.weights
  package var upstream = Upstream.loss(1)
  /// Where the reduced loss goes, too.
  package var loss: SampleNumbers?
  /// Of the caller's memory, in place of those of the options.
  package var classWeights: SampleNumbers?
  /// With a place for them, the losses are not reduced.
  package var losses: SampleNumbers?
  package var gradients = LinearGradientElements<Scalar>()
  package var accumulates = false

  package init(
    _ layer: LinearElements<Scalar>, _ targets: TargetElements,
    _ options: CrossEntropy, _ source: LinearMemorySource, memory: Int,
    _ execution: Execution
  ) {
    self.layer = layer
    self.targets = targets
    self.options = options
    self.source = source
    self.memory = memory
    self.execution = execution
  }

  /// Checks the arguments, then computes the loss, and what else has a buffer.
  @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func compute() throws(LogitsError) -> Double {
    let layer = try LinearLayer(layer)
    let shape = layer.shape.ofOutputs
    let gradients = try LinearGradients(self.gradients, layer.shape)
    let products = try Products<Scalar>(
      self.execution, layer.shape,
      areBFloat16: layer.isBFloat16 && gradients.areBFloat16)
    let execution = try ResolvedExecution(self.execution)
    return try options.withClassWeights(self.classWeights, for: shape) {
      (classWeights: ClassWeights<Scalar>) throws(LogitsError) in
      if let losses { try checkCount(losses.count, .losses, shape) }
      if let loss { try checkSingle(loss) }
      if case .losses(let factors) = upstream {
        try checkCount(factors.count, .upstream, shape)
      }
      try checkOverlaps()
      let limit = try LinearMemoryLimit(memory)
      guard options.input == .logits else { throw .linearInput }
      try check(sampleWeights: sampleWeights, shape)
      let targets = try ClassTargets(
        targets, for: shape, ignoring: options.ignoreIndex)
      let divisor =
        losses == nil
        ? try options.divisor(
          self.divisor, .classes(targets), classWeights, sampleWeights,
          shape.samples)
        : 1
      let block = try source.take(
        LinearMemory.byteCount(
          ofLoss: layer, gradients, ignores: options.ignoreIndex != nil,
          products, limit))
      defer { source.giveBack(block) }
      let operation = LinearCrossEntropy(
        layer: layer, targets: targets, options: options,
        classWeights: classWeights, execution: execution,
        sampleWeights: sampleWeights, upstream: upstream, losses: losses,
        divisor: divisor, gradients: gradients, accumulates: accumulates,
        block: block, limit: limit, products: products)
      let result = products.run { operation.run() }
      loss?[0] = result
      return result
    }
  }

  private var inputs: BufferList {
    var inputs = layer.memory
    inputs.append(targets.bytes, .targets)
    if let sampleWeights {
      inputs.append(sampleWeights.bytes, .sampleWeights)
    }
    if let classWeights {
      inputs.append(classWeights.bytes, .classWeights)
    }
    if case .losses(let upstream) = upstream {
      inputs.append(upstream.bytes, .upstream)
    }
    return inputs
  }

  private func checkOverlaps() throws(LogitsError) {
    var outputs = gradients.memory
    if let losses { outputs.append(losses.bytes, .losses) }
    if let loss { outputs.append(loss.bytes, .losses) }
    outputs.append(source.bytes, .workspace)
    try Logits.checkOverlaps(outputs, inputs)
  }
}
