/// The arguments of the partial results of a chunk of the classes, and of its
/// gradient, not checked yet.
@usableFromInline
package struct PartialArguments<Scalar: LogitScalar> {
  let logits: Elements<Scalar>
  let layout: Layout
  let targets: TargetElements
  let firstClass: Int
  let options: CrossEntropy
  let execution: Execution
  /// Of the caller's memory, in place of those of the options.
  package var classWeights: SampleNumbers?

  @usableFromInline
  package init(
    _ logits: Elements<Scalar>, _ layout: Layout, _ targets: TargetElements,
    firstClass: Int, _ options: CrossEntropy, _ execution: Execution
  ) {
    self.logits = logits
    self.layout = layout
    self.targets = targets
    self.firstClass = firstClass
    self.options = options
    self.execution = execution
  }

  /// Checks the arguments, then writes the partial results.
  @usableFromInline
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func compute(
    into results: UnsafeMutableBufferPointer<PartialCrossEntropy>
  ) throws(LogitsError) {
    let shape = try layout.shape(of: logits.count, .logits)
    try options.withClassWeights(classWeights, for: shape) {
      (weights: ClassWeights<Scalar>) throws(LogitsError) in
      let chunk = try chunk(shape, weights)
      try checkCount(results.count, .partials, shape)
      let bytes = UnsafeRawBufferPointer(results)
      try checkOverlap(bytes, .partials, logits.bytes, .logits)
      try checkOverlapWithOthers(bytes, .partials)
      PartialCrossEntropyOperation(
        chunk: chunk, results: results.baseAddress
      ).run()
    }
  }

  /// Checks the arguments, then writes the gradient; without a divisor it is
  /// that of the sum of the losses.
  @usableFromInline
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func computeGradient(
    of whole: MergedLosses, _ divisor: Divisor?, _ upstream: Upstream,
    into gradient: Elements<Scalar>, stride: Int?
  ) throws(LogitsError) {
    let shape = try layout.shape(of: logits.count, .logits)
    try options.withClassWeights(classWeights, for: shape) {
      (weights: ClassWeights<Scalar>) throws(LogitsError) in
      let chunk = try chunk(
        shape, weights, halves: gradient.type.isHalf,
        classes: try whole.classes())
      let rows = try Rows(gradient, .gradient, shape.withStride(stride))
      try checkCount(whole.results.count, .partials, shape)
      try checkOverlap(
        gradient.bytes, .gradient, logits.bytes, .logits,
        inPlace: chunk.logits.liesLike(rows))
      try checkOverlapWithOthers(gradient.bytes, .gradient)
      try checkOverlap(
        gradient.bytes, .gradient, UnsafeRawBufferPointer(whole.results),
        .partials)
      if let weights = whole.sampleWeights {
        try checkOverlap(
          gradient.bytes, .gradient, weights.bytes, .sampleWeights)
      }
      if case .losses(let factors) = upstream {
        try checkCount(factors.count, .upstream, shape)
        try checkOverlap(gradient.bytes, .gradient, factors.bytes, .upstream)
      }
      let scale =
        try divisor.map { (divisor) throws(LogitsError) in
          options.gradientScale(try whole.value(of: divisor))
        } ?? 1
      PartialGradientOperation(
        chunk: chunk, whole: whole,
        gradient: LossGradient(rows, upstream, scale: scale)
      ).run()
    }
  }

  private func checkOverlapWithOthers(
    _ output: UnsafeRawBufferPointer, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try checkOverlap(output, role, targets.bytes, .targets)
    if let classWeights {
      try checkOverlap(output, role, classWeights.bytes, .classWeights)
    }
  }

  /// What both operations work on; `classes` are those of whole rows.
  private func chunk(
    _ shape: BatchShape, _ weights: ClassWeights<Scalar>,
    halves: Bool = false, classes: Double = 1
  ) throws(LogitsError) -> ClassChunk<Scalar> {
    let plan = try Plan<Scalar>(execution, shape, halves: halves)
    guard options.input == .logits else { throw .partialInput }
    guard firstClass >= 0 else {
      throw .optionOutOfRange(.firstClass, value: Double(firstClass))
    }
    return ClassChunk(
      plan: plan,
      formula: LossFormula(
        options, classes: Int(max(classes, 1)), weights, plan.kernels),
      logits: try Rows(logits, .logits, shape),
      targets: try ClassTargets(
        ofAnyRange: targets, for: shape, ignoring: options.ignoreIndex),
      firstClass: firstClass)
  }
}

/// The logits of a chunk of the classes, checked.
struct ClassChunk<Scalar: LogitScalar> {
  let plan: Plan<Scalar>
  let formula: LossFormula<Scalar>
  let logits: Rows<Scalar>
  let targets: ClassTargets
  let firstClass: Int

  /// The target of a sample, counted from the chunk's first class, if it is
  /// there.
  @inline(__always)
  func target(_ sample: Int) -> Int? {
    let target = targets[sample] &- firstClass
    return 0 <= target && target < logits.shape.classes ? target : nil
  }

  /// Replaces logits x, which may be −∞, by z(x).
  @inline(__always)
  func transform(
    _ logits: UnsafeMutablePointer<Double>, _ count: Int,
    _ workspace: TileWorkspace
  ) {
    for r in 0..<count { workspace.factors[r] = 0 }
    // z(x) is z(x) − z(0).
    plan.kernels.transformLogits(
      logits, workspace.factors, workspace.slopes, count, formula.transform)
  }
}
