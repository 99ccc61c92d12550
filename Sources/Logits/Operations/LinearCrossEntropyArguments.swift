/// The arguments of a cross-entropy of a linear layer's outputs, not checked
/// yet.
package struct LinearCrossEntropyArguments<Scalar: LogitScalar> {
  let layer: LinearElements<Scalar>
  let targets: ClassIndices
  let options: CrossEntropy
  let bytes: Int
  let execution: Execution
  package var sampleWeights: UnsafeBufferPointer<Scalar>?
  package var divisor = Divisor.weights
  var upstream = Upstream<Scalar>.loss(1)
  /// With a place for them, the losses are not reduced.
  package var losses: UnsafeMutableBufferPointer<Scalar>?
  package var gradients = LinearGradientElements<Scalar>()
  package var accumulates = false

  package init(
    _ layer: LinearElements<Scalar>, _ targets: ClassIndices,
    _ options: CrossEntropy, memory: Int, _ execution: Execution
  ) {
    self.layer = layer
    self.targets = targets
    self.options = options
    bytes = memory
    self.execution = execution
  }

  /// Checks the arguments, then computes the loss, and what else has a buffer.
  @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func compute() throws(LogitsError) -> Double {
    let layer = try LinearLayer(layer)
    let shape = layer.shape.ofOutputs
    let execution = try ResolvedExecution(self.execution)
    return try options.withClassWeights(for: shape) {
      (classWeights: ClassWeights<Scalar>) throws(LogitsError) in
      let gradients = try LinearGradients(self.gradients, layer.shape)
      if let losses { try checkCount(losses.count, .losses, shape) }
      if case .losses(let factors) = upstream {
        try checkCount(factors.count, .upstream, shape)
      }
      try checkOverlaps()
      guard bytes > 0 else {
        throw .optionOutOfRange(.memory, value: Double(bytes))
      }
      let sampleWeights = try checked(sampleWeights: self.sampleWeights, shape)
      let targets = try ClassTargets(
        targets, for: shape, ignoring: options.ignoreIndex)
      let divisor =
        losses == nil
        ? try options.divisor(
          self.divisor, .classes(targets), classWeights, sampleWeights,
          shape.samples)
        : 1
      return try Products.with(self.execution, memory: bytes / 4) {
        LinearCrossEntropy(
          layer: layer, targets: targets, options: options,
          classWeights: classWeights, execution: execution,
          sampleWeights: sampleWeights, upstream: upstream,
          losses: losses?.baseAddress, divisor: divisor, gradients: gradients,
          accumulates: accumulates,
          memory: bytes / 4 * 3, products: $0
        ).run()
      }
    }
  }

  /// All memory that results must not share.
  package var memory: [BufferMemory] { inputs + gradients.memory }

  private var inputs: [BufferMemory] {
    var inputs = layer.memory
    inputs.append((targets.bytes, .targets))
    if let sampleWeights {
      inputs.append((UnsafeRawBufferPointer(sampleWeights), .sampleWeights))
    }
    if case .losses(let upstream) = upstream {
      inputs.append((UnsafeRawBufferPointer(upstream), .upstream))
    }
    return inputs
  }

  private func checkOverlaps() throws(LogitsError) {
    var outputs = gradients.memory
    if let losses {
      outputs.append((UnsafeRawBufferPointer(losses), .losses))
    }
    try Logits.checkOverlaps(outputs, inputs)
  }
}
