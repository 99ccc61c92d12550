import VectorPasses

/// A cross-entropy of a linear layer's outputs, a block of samples at a time:
/// only their logits are ever there.
struct LinearCrossEntropyBlocks<Scalar: LogitScalar> {
  private let arguments: LinearCrossEntropyArguments<Scalar>
  private let layer: LinearLayer<Scalar>
  private let targets: ClassTargets
  private let gradients: LinearGradients<Scalar>
  private let products: Products<Scalar>
  private let divisor: Double
  private let samples: CountedSamples

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

  /// The loss, when all that was asked for has been written.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func compute() throws(LogitsError) -> Double {
    clear()
    let memory = BlockMemory<Scalar>(
      layer.shape, samples: samples.count, gathers: samples.some != nil,
      gathersGradient: samples.some != nil && gradients.features != nil,
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
    let isEmpty = samples.count == 0
    if isEmpty, !arguments.accumulates { gradients.clearParameters() }
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
    let logits = memory.logits(block.count)
    products.run([layer.outputs(of: x, into: logits)])
    let loss = try loss(block, memory)
    guard !gradients.areEmpty else { return loss }

    let g = Matrix(logits)
    let isGathered = samples.some != nil
    let gradient = gradients.features.map {
      isGathered ? memory.gradient(block.count) : $0.rows(block)
    }
    products.run(
      gradients.tasks(
        g, x, layer.weight, features: gradient,
        accumulatesFeatures: arguments.accumulates && !isGathered,
        accumulates: arguments.accumulates || !isFirst))
    if isGathered, let gradient { scatter(gradient, block) }
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

  /// Brings the gradient of gathered features to its rows.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func scatter(_ gradient: MutableMatrix<Scalar>, _ block: Range<Int>) {
    guard let some = samples.some, let features = gradients.features else {
      return
    }
    for (row, sample) in some[block].enumerated() {
      let (from, to) = (gradient.row(row), features.row(sample))
      if arguments.accumulates {
        for k in 0..<gradient.columns { to[k] += from[k] }
      } else {
        to.update(from: from, count: gradient.columns)
      }
    }
  }

  /// The loss of a block; the gradient takes the place of the logits, if any is
  /// wanted.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func loss(
    _ block: Range<Int>, _ memory: BlockMemory<Scalar>
  ) throws(LogitsError) -> Double {
    let logits = memory.logits(block.count).elements
    let values = memory.values(block.count)
    for (row, counted) in block.enumerated() {
      values.classes[row] = targets[samples[counted]]
    }
    func gather(
      _ all: UnsafeBufferPointer<Scalar>,
      _ some: UnsafeMutableBufferPointer<Scalar>
    ) -> UnsafeBufferPointer<Scalar> {
      for (row, counted) in block.enumerated() {
        some[row] = all[samples[counted]]
      }
      return UnsafeBufferPointer(some)
    }
    var rows = CrossEntropyArguments(
      .logits, UnsafeBufferPointer(logits),
      TargetBuffer(UnsafeBufferPointer(values.classes)),
      BatchShape(samples: block.count, classes: layer.shape.classes),
      arguments.options, arguments.execution)
    rows.sampleWeights = arguments.sampleWeights.map {
      gather($0, values.weights)
    }
    rows.upstream =
      switch arguments.upstream {
      case .loss: arguments.upstream
      case .losses(let all): .losses(gather(all, values.upstream))
      }
    rows.divisorOfAll = divisor
    rows.losses = arguments.losses == nil ? nil : values.losses
    rows.gradient = gradients.areEmpty ? nil : logits
    let loss = try crossEntropy(rows)
    if let all = arguments.losses {
      for (row, counted) in block.enumerated() {
        all[samples[counted]] = values.losses[row]
      }
    }
    return loss
  }
}
