extension CrossEntropyArguments {
  /// Checks all arguments: sizes first, then which memory is shared, then values.
  func checkedSamples(
    _ classWeights: ClassWeights<Scalar>
  ) throws(LogitsError) -> LossSamples<Scalar> {
    let plan = try Plan<Scalar>(execution, shape)
    let input = try Rows(input, inputRole, shape)
    var gradientRows: Rows<Scalar>?
    if let gradient {
      gradientRows = try Rows(Elements(gradient), .gradient, gradientShape)
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

  private var gradientShape: BatchShape {
    shape.withRowStride(gradientRowStride)
  }

  private func checkOverlaps() throws(LogitsError) {
    if let gradient {
      let gradient = UnsafeRawBufferPointer(gradient)
      try checkOverlap(
        gradient, .gradient, input.bytes, inputRole,
        inPlace: input.format == .scalar
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
    if let gradient {
      try checkOverlap(
        results, role, UnsafeRawBufferPointer(gradient), .gradient)
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
