extension CrossEntropyArguments {
  /// Checks all arguments: sizes first, then which memory is shared, then values.
  func checkedSamples(
    _ classWeights: ClassWeights<Scalar>
  ) throws(LogitsError) -> LossSamples<Scalar> {
    let plan = try Plan<Scalar>(execution, shape, halves: hasHalves)
    let input = try Rows(input, inputRole, shape)
    var gradientRows: Rows<Scalar>?
    if let gradientElements {
      gradientRows = try Rows(gradientElements, .gradient, gradientShape)
    }
    if let losses { try checkCount(losses.count, .losses, shape) }
    if let evaluations {
      try checkCount(evaluations.count, .evaluations, shape)
    }
    if case .losses(let factors) = upstream {
      try checkCount(factors.count, .upstream, shape)
    }
    try checkOverlaps()
    let sampleWeights = try checked(sampleWeights: sampleWeights, shape)
    let targets = try Targets(targets, for: shape, options)
    let isReduced = losses == nil && evaluations == nil
    return LossSamples(
      plan: plan, input: input, targets: targets, sampleWeights: sampleWeights,
      losses: losses?.baseAddress, gradient: gradientRows,
      divisor: isReduced
        ? try options.divisor(
          divisor, targets, classWeights, sampleWeights, shape.samples)
        : 1)
  }

  /// Whether more than the logits of a loss is in half precision.
  private var hasHalves: Bool {
    let isLoss = inputRole == .logits && evaluations == nil
    return targets.isHalves || gradientElements?.isHalves ?? false
      || input.isHalves && !isLoss
  }

  private var gradientShape: BatchShape {
    shape.withRowStride(gradientRowStride)
  }

  private func checkOverlaps() throws(LogitsError) {
    if let gradientElements {
      let gradient = gradientElements.bytes
      try checkOverlap(
        gradient, .gradient, input.bytes, inputRole,
        inPlace: input.format == gradientElements.format
          && gradientShape.rowStride == shape.rowStride)
      try checkOverlapWithOthers(gradient, .gradient)
    }
    if let losses { try checkOverlaps(ofResults: losses, .losses) }
    if let evaluations {
      try checkOverlaps(ofResults: evaluations, .evaluations)
    }
  }

  private func checkOverlaps<Element>(
    ofResults results: UnsafeMutableBufferPointer<Element>,
    _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    let results = UnsafeRawBufferPointer(results)
    try checkOverlap(results, role, input.bytes, inputRole)
    try checkOverlapWithOthers(results, role)
    if let gradientElements {
      try checkOverlap(results, role, gradientElements.bytes, .gradient)
    }
  }

  private func checkOverlapWithOthers(
    _ output: UnsafeRawBufferPointer, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try checkOverlap(output, role, targets.bytes, targets.role)
    if let sampleWeights {
      try checkOverlap(
        output, role, UnsafeRawBufferPointer(sampleWeights), .sampleWeights)
    }
    if case .losses(let factors) = upstream {
      try checkOverlap(output, role, UnsafeRawBufferPointer(factors), .upstream)
    }
  }
}
