extension CrossEntropyArguments {
  /// The gradient's rows, which may be exactly the input's.
  func checkedGradient(
    _ shape: BatchShape
  ) throws(LogitsError) -> MutableRows<Scalar>? {
    guard let gradient else { return nil }
    let gradientShape = shape.withRowStride(gradientRowStride)
    let rows = try MutableRows(gradient, .gradient, gradientShape)
    try checkOverlap(
      gradient, .gradient, input.bytes, inputKind.role,
      inPlace: input.format == .scalar
        && gradientShape.rowStride == shape.rowStride)
    try checkOverlapWithOthers(gradient, .gradient)
    return rows
  }

  /// A place for one result of each sample.
  func checked<Element>(
    _ results: UnsafeMutableBufferPointer<Element>?,
    _ role: LogitsError.Buffer, _ shape: BatchShape
  ) throws(LogitsError) -> UnsafeMutablePointer<Element>? {
    guard let results else { return nil }
    try checkCount(results.count, role, shape)
    try checkOverlap(results, role, input.bytes, inputKind.role)
    try checkOverlapWithOthers(results, role)
    if let gradient {
      try checkOverlap(results, role, UnsafeBufferPointer(gradient), .gradient)
    }
    return results.baseAddress
  }

  /// One finite weight for each sample.
  func checkedSampleWeights(
    _ shape: BatchShape
  ) throws(LogitsError) -> UnsafePointer<Scalar>? {
    guard let sampleWeights else { return nil }
    try checkCount(sampleWeights.count, .sampleWeights, shape)
    // A generic search would allocate for each of them.
    for row in 0..<shape.samples where !sampleWeights[row].isFinite {
      throw .invalidWeight(
        .sampleWeights, index: row, value: Double(sampleWeights[row]))
    }
    return sampleWeights.baseAddress
  }

  /// What gradients are multiplied by: for all samples, and for each.
  func checkedUpstream(
    _ shape: BatchShape, _ scale: Double
  ) throws(LogitsError) -> (Double, UnsafePointer<Scalar>?) {
    switch upstream {
    case .loss(let factor):
      return (scale * factor, nil)
    case .losses(let factors):
      try checkCount(factors.count, .upstream, shape)
      return (scale, factors.baseAddress)
    }
  }

  private func checkOverlapWithOthers<Element>(
    _ output: UnsafeMutableBufferPointer<Element>, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try targets.checkOverlap(output, role)
    if let sampleWeights {
      try checkOverlap(output, role, sampleWeights, .sampleWeights)
    }
    if case .losses(let factors) = upstream {
      try checkOverlap(output, role, factors, .upstream)
    }
  }

  private func checkCount(
    _ count: Int, _ role: LogitsError.Buffer, _ shape: BatchShape
  ) throws(LogitsError) {
    guard count == shape.samples else {
      throw .sizeMismatch(
        role, expected: shape.samples...shape.samples, actual: count)
    }
  }
}

extension Divisor {
  /// What the sum of the losses is divided by; 0 if nothing counts.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func value<Scalar: LogitScalar>(
    _ targets: Targets<Scalar>, _ classWeights: ClassWeights<Scalar>,
    _ sampleWeights: UnsafePointer<Scalar>?, _ samples: Int
  ) throws(LogitsError) -> Double {
    switch self {
    case .value(let value):
      guard value >= 0, value.isFinite else {
        throw .optionOutOfRange(.divisor, value: value)
      }
      return value
    case .samples:
      return Double(targets.counted(samples))
    case .weights:
      let byClass = targets.classes.flatMap {
        classWeights.values == nil ? nil : $0
      }
      guard byClass != nil || sampleWeights != nil else {
        return Double(targets.counted(samples))
      }
      var sum = 0.0
      for row in 0..<samples where !targets.isIgnored(row) {
        let ofClass = byClass.map { classWeights[$0[row]] } ?? 1
        sum += ofClass * (sampleWeights.map { Double($0[row]) } ?? 1)
      }
      return sum
    }
  }
}
