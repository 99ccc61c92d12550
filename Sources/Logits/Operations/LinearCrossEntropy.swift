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
  /// The bytes for a microbatch.
  let memory: Int
  let workspace: LinearWorkspace
  let products: Products<Scalar>

  /// The loss, when all that was asked for has been written.
  func run() -> Double {
    let selected = SelectedSamples(layer.shape.samples, of: targets)
    clear(selected)
    let memory = MicrobatchMemory<Scalar>(
      layer.shape, samples: selected.count, chunks: gradients.areEmpty,
      gathers: selected.indices != nil,
      gathersGradient: selected.indices != nil && gradients.features != nil,
      bytes: memory, workspace)
    defer { memory.giveBack() }
    var sum = 0.0
    for start in stride(from: 0, to: selected.count, by: memory.rows) {
      let end = min(start + memory.rows, selected.count)
      sum += compute(
        Microbatch(samples: selected, range: start..<end, memory: memory))
    }
    return divisor == 0 ? options.mean(0, divisor) : sum
  }

  /// Losses and gradients of 0 for what is ignored.
  private func clear(_ selected: SelectedSamples) {
    if !accumulates, selected.count == 0 {
      gradients.clearParameters()
    }
    for sample in selected.ignored {
      losses?[sample] = 0
      if !accumulates {
        gradients.features?.rows(sample..<sample + 1)
          .elements.update(repeating: 0)
      }
    }
  }

  /// A microbatch's part of the loss.
  private func compute(_ batch: Microbatch<Scalar>) -> Double {
    let x = batch.features(of: layer.x)
    let values = gather(batch)
    let classes = layer.shape.classes
    let loss: Double
    if batch.memory.classesAtOnce < classes {
      loss = chunkedLoss(batch, x, values)
    } else {
      let logits = batch.memory.logits(batch.count, classes: classes)
      products.run([
        layer.outputs(of: x, classes: 0..<classes, into: logits)
      ])
      loss = self.loss(logits, values)
      if !gradients.areEmpty { addGradients(batch, logits, x) }
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
    _ values: MicrobatchValues
  ) -> Double {
    let classes = layer.shape.classes
    let totals = batch.memory.totals
    totals.clear(batch.count)
    for start in stride(from: 0, to: classes, by: batch.memory.classesAtOnce) {
      let chunk = start..<min(start + batch.memory.classesAtOnce, classes)
      let logits = batch.memory.logits(batch.count, classes: chunk.count)
      products.run([layer.outputs(of: x, classes: chunk, into: logits)])
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
    if batch.isGathered {
      for (row, sample) in batch.indices {
        values.classes[row] = targets[sample]
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
