import VectorPasses

/// Class indices, not checked yet.
package struct ClassIndices {
  let bytes: UnsafeRawBufferPointer
  let layout: ClassIndexLayout
  let count: Int

  package init<Index: ClassIndex>(_ targets: UnsafeBufferPointer<Index>) {
    bytes = UnsafeRawBufferPointer(targets)
    layout = Index._layout
    count = targets.count
  }
}

/// The arguments of a cross-entropy of a linear layer's outputs, not checked
/// yet.
package struct LinearCrossEntropyArguments<Scalar: LogitScalar> {
  let layer: LinearBuffers<Scalar>
  let targets: ClassIndices
  let options: CrossEntropy
  let memory: Int
  let execution: Execution
  package var sampleWeights: UnsafeBufferPointer<Scalar>?
  package var divisor = Divisor.weights
  var upstream = Upstream<Scalar>.loss(1)
  /// With a place for them, the losses are not reduced.
  package var losses: UnsafeMutableBufferPointer<Scalar>?
  package var gradients = LinearGradientBuffers<Scalar>()
  package var accumulates = false
  package var gradientThreshold = 0.0

  package init(
    _ layer: LinearBuffers<Scalar>, _ targets: ClassIndices,
    _ options: CrossEntropy, memory: Int, _ execution: Execution
  ) {
    self.layer = layer
    self.targets = targets
    self.options = options
    self.memory = memory
    self.execution = execution
  }

  /// Checks the arguments, then computes the loss, and what else has a buffer.
  @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func compute() throws(LogitsError) -> Double {
    let layer = try LinearLayer(layer)
    let gradients = try LinearGradients(gradients, of: self.layer)
    let shape = layer.shape.ofOutputs
    try checkOverlaps()
    let rows = rowArguments(shape)
    _ = try rows.checked(losses, .losses, shape)
    _ = try rows.checkedSampleWeights(shape)
    _ = try rows.checkedUpstream(shape, 1)
    guard memory > 0 else {
      throw .optionOutOfRange(.memory, value: Double(memory))
    }
    guard gradientThreshold >= 0, gradientThreshold.isFinite else {
      throw .optionOutOfRange(.gradientThreshold, value: gradientThreshold)
    }
    let targets = try ClassTargets(
      targets.bytes.baseAddress, targets.layout, targets.count, for: shape,
      ignoring: options.ignoreIndex)
    let divisor = try divisor(of: .classes(targets), shape)
    return try Products.with(execution, memory: memory / 4) {
      (products) throws(LogitsError) in
      try LinearCrossEntropyBlocks(
        self, layer, targets, divisor: divisor, gradients, products
      ).compute()
    }
  }

  /// What belongs to the samples, to be checked; there are no logits yet.
  private func rowArguments(
    _ shape: BatchShape
  ) -> CrossEntropyArguments<Scalar> {
    var arguments = CrossEntropyArguments(
      .logits, UnsafeBufferPointer<Scalar>(start: nil, count: 0), targetBuffer,
      shape, options, execution)
    arguments.sampleWeights = sampleWeights
    arguments.upstream = upstream
    return arguments
  }

  private var targetBuffer: TargetBuffer<Scalar> {
    .classes(targets.bytes, targets.layout, count: targets.count)
  }

  /// Refuses results that share memory with anything else.
  package func checkOverlap<Element>(
    _ results: UnsafeMutableBufferPointer<Element>, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try layer.checkOverlap(results, role)
    try targetBuffer.checkOverlap(results, role)
    for (gradient, gradientRole) in gradients.all {
      try Logits.checkOverlap(
        results, role, UnsafeBufferPointer(gradient), gradientRole)
    }
  }

  private func checkOverlaps() throws(LogitsError) {
    if let losses { try checkOverlap(losses, .losses) }
    for (gradient, role) in gradients.all {
      try targetBuffer.checkOverlap(gradient, role)
      if let sampleWeights {
        try Logits.checkOverlap(gradient, role, sampleWeights, .sampleWeights)
      }
      if case .losses(let upstream) = upstream {
        try Logits.checkOverlap(gradient, role, upstream, .upstream)
      }
    }
  }

  /// What the sum of all losses is divided by.
  private func divisor(
    of targets: Targets<Scalar>, _ shape: BatchShape
  ) throws(LogitsError) -> Double {
    try options.withClassWeights(for: shape) {
      (weights: ClassWeights<Scalar>) throws(LogitsError) in
      guard losses == nil, options.reduction == .mean else { return 1 }
      let divisor = try divisor.value(
        targets, weights, sampleWeights?.baseAddress, shape.samples)
      guard divisor != 0 || options.emptyMean != .error else {
        throw .nothingCounts
      }
      return divisor
    }
  }
}
