import VectorPasses

/// A cross-entropy of a linear layer's outputs, a block of samples at a time:
/// only their logits are ever there.
struct LinearCrossEntropyBlocks<Scalar: LogitScalar> {
  let arguments: LinearCrossEntropyArguments<Scalar>
  let layer: LinearLayer<Scalar>
  private let targets: ClassTargets
  let gradients: LinearGradients<Scalar>
  let products: Products<Scalar>
  private let divisor: Double
  let samples: CountedSamples

  init(
    _ arguments: LinearCrossEntropyArguments<Scalar>,
    _ layer: LinearLayer<Scalar>, _ targets: ClassTargets, divisor: Double,
    _ gradients: LinearGradients<Scalar>, _ products: Products<Scalar>
  ) {
    self.arguments = arguments
    self.layer = layer
    self.targets = targets
    self.gradients = gradients
    self.products = products
    self.divisor = divisor
    samples = CountedSamples(layer.shape.samples, of: targets)
  }

  /// Below which a gradient with respect to a logit, times what all are
  /// multiplied by, counts as 0.
  private var threshold: Double {
    guard case .loss(let factor) = arguments.upstream, divisor != 0 else {
      return divisor == 0 ? 0 : arguments.gradientThreshold
    }
    return arguments.gradientThreshold * abs(factor / divisor)
  }

  /// The loss, when all that was asked for has been written.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func compute() throws(LogitsError) -> Double {
    clear()
    let memory = BlockMemory<Scalar>(
      layer.shape, samples: samples.count, slices: gradients.areEmpty,
      gathers: samples.some != nil,
      gathersGradient: samples.some != nil && gradients.features != nil,
      threshold: gradients.areEmpty ? 0 : threshold,
      bytes: arguments.memory / 4 * 3)
    defer { memory.deallocate() }
    var sum = 0.0
    for start in stride(from: 0, to: samples.count, by: memory.rows) {
      let block = start..<min(start + memory.rows, samples.count)
      sum += try compute(block, memory, isFirst: start == 0)
    }
    guard divisor != 0 else {
      return arguments.options.emptyMean == .zero ? 0 : .nan
    }
    return sum
  }

  /// What has no sample that counts: losses and gradients of 0.
  private func clear() {
    if !arguments.accumulates, samples.count == 0 || threshold > 0 {
      gradients.clearParameters()
    }
    for sample in samples.ignored {
      arguments.losses?[sample] = 0
      if !arguments.accumulates {
        gradients.features?.rows(sample..<sample + 1)
          .elements.update(repeating: 0)
      }
    }
  }

  /// The part of the loss that some of the samples which count have.
  private func compute(
    _ block: Range<Int>, _ memory: BlockMemory<Scalar>, isFirst: Bool
  ) throws(LogitsError) -> Double {
    let x = features(block, memory)
    guard memory.classesAtOnce == layer.shape.classes else {
      return try slicedLoss(block, x, memory)
    }
    let logits = memory.logits(block.count, classes: layer.shape.classes)
    products.run([
      layer.outputs(of: x, classes: 0..<layer.shape.classes, into: logits)
    ])
    let loss = try loss(block, logits.elements, memory)
    guard !gradients.areEmpty else { return loss }

    setGradients(block, logits, x, memory, isFirst: isFirst)
    return loss
  }

  /// The features of a block, which are gathered if some samples are left out.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func features(
    _ block: Range<Int>, _ memory: BlockMemory<Scalar>
  ) -> Matrix<Scalar> {
    guard let some = samples.some else { return layer.x.rows(block) }
    let gathered = memory.features(block.count)
    for (row, sample) in some[block].enumerated() {
      gathered.row(row).update(
        from: layer.x.row(sample), count: gathered.columns)
    }
    return Matrix(gathered)
  }

  /// The loss of a block; the gradient takes the place of the logits, if any is
  /// wanted.
  private func loss(
    _ block: Range<Int>, _ logits: UnsafeMutableBufferPointer<Scalar>,
    _ memory: BlockMemory<Scalar>
  ) throws(LogitsError) -> Double {
    let values = gather(block, memory)
    var rows = CrossEntropyArguments(
      .logits, UnsafeBufferPointer(logits),
      TargetBuffer(UnsafeBufferPointer(values.classes)),
      BatchShape(samples: block.count, classes: layer.shape.classes),
      arguments.options, arguments.execution)
    rows.sampleWeights = arguments.sampleWeights.map { _ in
      UnsafeBufferPointer(values.weights)
    }
    rows.upstream =
      switch arguments.upstream {
      case .loss: arguments.upstream
      case .losses: .losses(UnsafeBufferPointer(values.upstream))
      }
    rows.divisorOfAll = divisor
    rows.losses = arguments.losses == nil ? nil : values.losses
    rows.gradient = gradients.areEmpty ? nil : logits
    let loss = try crossEntropy(rows)
    scatter(values.losses, block)
    return loss
  }

  /// The same without a gradient, from a slice of the classes at a time.
  private func slicedLoss(
    _ block: Range<Int>, _ x: Matrix<Scalar>, _ memory: BlockMemory<Scalar>
  ) throws(LogitsError) -> Double {
    let values = gather(block, memory)
    let classes = layer.shape.classes
    let loss = SlicedLoss(
      classes: classes, options: arguments.options,
      execution: arguments.execution, values: values, totals: memory.totals)
    memory.totals.clear(block.count)
    for start in stride(from: 0, to: classes, by: memory.classesAtOnce) {
      let slice = start..<min(start + memory.classesAtOnce, classes)
      let logits = memory.logits(block.count, classes: slice.count)
      products.run([layer.outputs(of: x, classes: slice, into: logits)])
      try loss.add(slice, UnsafeBufferPointer(logits.elements))
    }
    let sum = try loss.sum(
      arguments.sampleWeights == nil ? nil : values.weights)
    scatter(values.losses, block)
    return sum / divisor
  }

  /// What belongs to the samples of a block.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func gather(
    _ block: Range<Int>, _ memory: BlockMemory<Scalar>
  ) -> BlockMemory<Scalar>.Values {
    let values = memory.values(block.count)
    if samples.some == nil, let start = values.classes.baseAddress {
      targets.copy(block, to: start)
    } else {
      for (row, counted) in block.enumerated() {
        values.classes[row] = targets[samples[counted]]
      }
    }
    func gather(
      _ all: UnsafeBufferPointer<Scalar>,
      to some: UnsafeMutableBufferPointer<Scalar>
    ) {
      for (row, counted) in block.enumerated() {
        some[row] = all[samples[counted]]
      }
    }
    if let weights = arguments.sampleWeights {
      gather(weights, to: values.weights)
    }
    if case .losses(let upstream) = arguments.upstream {
      gather(upstream, to: values.upstream)
    }
    return values
  }

  /// Brings the losses of a block to their samples, if they are wanted.
  private func scatter(
    _ losses: UnsafeMutableBufferPointer<Scalar>, _ block: Range<Int>
  ) {
    guard let all = arguments.losses else { return }
    for (row, counted) in block.enumerated() {
      all[samples[counted]] = losses[row]
    }
  }
}
