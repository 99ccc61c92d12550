import KernelTypes

/// A cross-entropy of a linear layer's outputs, its arguments checked.
///
/// It is computed a microbatch of samples at a time, so that only the logits of
/// these ever exist.
struct LinearCrossEntropy<Scalar: LogitScalar> {
  let layer: LinearLayer<Scalar>
  let targets: ClassTargets
  let options: CrossEntropy
  let classWeights: ClassWeights<Scalar>
  let execution: ResolvedExecution
  let sampleWeights: SampleNumbers?
  let upstream: Upstream
  let losses: SampleNumbers?
  let divisor: Double
  let gradients: LinearGradients<Scalar>
  let accumulates: Bool
  /// What all memory is cut from.
  let block: UnsafeMutableRawPointer
  let limit: LinearMemoryLimit
  let products: Products<Scalar>

  /// The loss, when all that was asked for has been written.
  func run() -> Double {
    let selected = SelectedSamples(layer.shape.samples, of: targets)
    clear(selected)
    guard selected.count > 0 else { return options.mean(0, divisor) }
    let memory = memory(for: selected)
    let linear = LinearProducts(
      layer, gradients, accumulates: accumulates, products, memory)
    let loss = linear.addingToParameters {
      sum(of: selected, linear, memory.microbatch)
    }
    return divisor == 0 ? options.mean(0, divisor) : loss
  }

  private func memory(for selected: SelectedSamples) -> LinearMemory<Scalar> {
    let size = MicrobatchSize(
      ofLoss: layer, gradients, samples: selected.count,
      gathers: selected.isPart, limit)
    var cut = MemoryCut(block)
    return LinearMemory(
      layer, gradients, size, rows: size.rows(of: selected.count), products,
      limit, &cut)
  }

  private func sum(
    of selected: SelectedSamples, _ linear: LinearProducts<Scalar>,
    _ memory: MicrobatchMemory<Scalar>
  ) -> Double {
    var sum = 0.0
    var sample = 0
    for start in stride(from: 0, to: selected.count, by: memory.rows) {
      let range = start..<min(start + memory.rows, selected.count)
      if selected.isPart {
        sample = selected.indices(
          range.count, from: sample, to: memory.samples)
      }
      sum += compute(
        Microbatch(range, isGathered: selected.isPart, memory), linear)
    }
    return sum
  }

  /// Losses and gradients of 0 for what is ignored.
  private func clear(_ selected: SelectedSamples) {
    if !accumulates, selected.count == 0 {
      gradients.clearParameters()
    }
    selected.forEachIgnored { sample in
      losses?[sample] = 0
      if !accumulates { gradients.features?.row(sample).clear() }
    }
  }

  /// A microbatch's part of the loss.
  private func compute(
    _ batch: Microbatch<Scalar>, _ linear: LinearProducts<Scalar>
  ) -> Double {
    let x = batch.features(of: layer.x, products)
    let values = gather(batch)
    let classes = layer.shape.classes
    let loss: Double
    if batch.memory.size.classesAtOnce < classes {
      loss = chunkedLoss(batch, x, values, linear)
    } else {
      let logits = batch.memory.logits(batch.count, classes: classes)
      linear.outputs(of: x, classes: 0..<classes, into: logits)
      loss = self.loss(logits, values)
      if !gradients.areEmpty { linear.addGradients(batch, logits, x) }
    }
    if let losses { batch.scatter(values.losses, to: losses) }
    return loss
  }

  /// The loss of a microbatch's logits, which the gradient replaces, if any is
  /// wanted.
  private func loss(
    _ logits: Matrix<Scalar>, _ values: MicrobatchValues
  ) -> Double {
    let rows = Rows(logits)
    let plan = Plan<Scalar>(execution, rows.shape)
    let upstream: Upstream =
      switch upstream {
      case .loss: upstream
      case .losses: .losses(values.numbers(values.upstream))
      }
    let samples = LossSamples(
      plan: plan, input: rows,
      targets: .classes(ClassTargets(values.classes)),
      sampleWeights: sampleWeights.map { _ in values.numbers(values.weights) },
      losses: losses.map { _ in values.numbers(values.losses) },
      gradient: gradients.areEmpty
        ? nil
        : LossGradient(rows, upstream, scale: options.gradientScale(divisor)),
      divisor: divisor)
    let operation = CrossEntropyOperation(
      samples: samples, formula: formula(plan.kernels))
    return options.mean(operation.run(), divisor)
  }

  /// The same without a gradient, from a chunk of the classes at a time.
  private func chunkedLoss(
    _ batch: Microbatch<Scalar>, _ x: Matrix<Scalar>,
    _ values: MicrobatchValues, _ linear: LinearProducts<Scalar>
  ) -> Double {
    let classes = layer.shape.classes
    let atOnce = batch.memory.size.classesAtOnce
    let totals = batch.memory.totals
    totals.clear(batch.count)
    for start in stride(from: 0, to: classes, by: atOnce) {
      let chunk = start..<min(start + atOnce, classes)
      let logits = batch.memory.logits(batch.count, classes: chunk.count)
      linear.outputs(of: x, classes: chunk, into: logits)
      let rows = Rows(logits)
      let plan = Plan<Scalar>(execution, rows.shape)
      VocabularyChunk(
        plan: plan, formula: formula(plan.kernels), classes: chunk,
        logits: rows, targets: values.classes, totals: totals
      ).run()
    }
    let plan = Plan<Scalar>(
      execution, BatchShape(samples: batch.count, classes: 1))
    return ChunkedLoss(
      plan: plan, formula: formula(plan.kernels), totals: totals,
      targets: values.classes,
      sampleWeights: sampleWeights.map { _ in values.numbers(values.weights) },
      losses: values.numbers(values.losses)
    ).run() / divisor
  }

  private func formula(
    _ kernels: Plan<Scalar>.Kernels
  ) -> LossFormula<Scalar> {
    LossFormula(options, classes: layer.shape.classes, classWeights, kernels)
  }

  /// The classes, weights and upstream of a microbatch.
  private func gather(
    _ batch: Microbatch<Scalar>
  ) -> MicrobatchValues {
    let values = batch.memory.values
    let targets = targets.ofSelected
    if batch.isGathered {
      for row in 0..<batch.count {
        values.classes[row] = targets[batch[row]]
      }
    } else {
      targets.copy(batch.range, to: values.classes)
    }
    if let sampleWeights {
      batch.gather(sampleWeights, to: values.weights)
    }
    if case .losses(let factors) = upstream {
      batch.gather(factors, to: values.upstream)
    }
    return values
  }
}
