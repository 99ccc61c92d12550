extension CrossEntropyArguments {
  /// Checks all arguments: sizes first, then which memory is shared, then values.
  ///
  /// `converted` are the targets in the precision that is computed in.
  func checkedSamples(
    _ shape: BatchShape, _ converted: TargetElements,
    _ classWeights: ClassWeights<Scalar>
  ) throws(LogitsError) -> LossSamples<Scalar> {
    let plan = try Plan<Scalar>(
      execution, shape, halves: hasHalves(converted))
    if evaluations != nil {
      guard options.input == .logits else { throw .evaluationOf(inputRole) }
      guard targets.type.isIndex else {
        throw .notIndices(.targets, targets.type)
      }
    }
    let input = try Rows(input, inputRole, shape)
    var gradientRows: Rows<Scalar>?
    if let gradient {
      gradientRows = try Rows(
        gradient, .gradient, shape.withStride(gradientStride))
    }
    if let losses { try checkCount(losses.count, .losses, shape) }
    if let loss { try checkSingle(loss) }
    if let evaluations {
      try checkCount(evaluations.count, .evaluations, shape)
    }
    if case .losses(let factors) = upstream {
      try checkCount(factors.count, .upstream, shape)
    }
    try checkOverlaps(input, gradientRows)
    try check(sampleWeights: sampleWeights, shape)
    let targets = try Targets<Scalar>(converted, for: shape, options)
    let isReduced = losses == nil && evaluations == nil
    let divisor =
      isReduced
      ? try options.divisor(
        divisor, targets, classWeights, sampleWeights, shape.samples)
      : 1
    return LossSamples(
      plan: plan, input: input, targets: targets, sampleWeights: sampleWeights,
      losses: losses,
      gradient: gradientRows.map {
        LossGradient($0, upstream, scale: options.gradientScale(divisor))
      }, divisor: divisor)
  }

  /// Whether more than the logits of a loss is in half precision.
  private func hasHalves(_ targets: TargetElements) -> Bool {
    let isLoss = options.input == .logits && evaluations == nil
    return targets.type.isHalf || gradient?.type.isHalf ?? false
      || input.type.isHalf && !isLoss
  }

  private func checkOverlaps(
    _ rows: Rows<Scalar>, _ gradientRows: Rows<Scalar>?
  ) throws(LogitsError) {
    if let gradient, let gradientRows {
      try checkOverlap(
        gradient.bytes, .gradient, input.bytes, inputRole,
        inPlace: rows.liesLike(gradientRows))
      try checkOverlapWithOthers(gradient.bytes, .gradient)
    }
    if let losses { try checkOverlaps(ofResults: losses.bytes, .losses) }
    if let loss { try checkOverlaps(ofResults: loss.bytes, .losses) }
    if let evaluations {
      try checkOverlaps(
        ofResults: UnsafeRawBufferPointer(evaluations), .evaluations)
    }
  }

  /// - Throws: ``LogitsError`` if a result shares memory with something else.
  package func checkOverlaps(
    ofResults results: UnsafeRawBufferPointer, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try checkOverlap(results, role, input.bytes, inputRole)
    try checkOverlapWithOthers(results, role)
    if let gradient {
      try checkOverlap(results, role, gradient.bytes, .gradient)
    }
  }

  private func checkOverlapWithOthers(
    _ output: UnsafeRawBufferPointer, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try checkOverlap(output, role, targets.bytes, targets.role)
    if let sampleWeights {
      try checkOverlap(output, role, sampleWeights.bytes, .sampleWeights)
    }
    if let classWeights {
      try checkOverlap(output, role, classWeights.bytes, .classWeights)
    }
    if case .losses(let factors) = upstream {
      try checkOverlap(output, role, factors.bytes, .upstream)
    }
  }
}
