extension CrossEntropy {
  /// What the sum of the losses is divided by; 0 if there is nothing to divide.
  func divisor<Scalar: LogitScalar>(
    _ divisor: Divisor, _ targets: Targets<Scalar>,
    _ classWeights: ClassWeights<Scalar>,
    _ sampleWeights: SampleNumbers?, _ samples: Int
  ) throws(LogitsError) -> Double {
    guard reduction == .mean else { return 1 }
    let value = try divisor.value(targets, classWeights, sampleWeights, samples)
    if value == 0, emptyMean == .error { throw .nothingCounts }
    return value
  }

  /// The sum of the losses, divided.
  func mean(_ sum: Double, _ divisor: Double) -> Double {
    divisor == 0 ? valueOfEmptyMean : sum / divisor
  }

  /// What the gradient of each sample's loss is multiplied by.
  func gradientScale(_ divisor: Double) -> Double {
    divisor == 0 ? valueOfEmptyMean : 1 / divisor
  }

  private var valueOfEmptyMean: Double { emptyMean == .zero ? 0 : .nan }
}

extension Divisor {
  fileprivate func value<Scalar: LogitScalar>(
    _ targets: Targets<Scalar>, _ classWeights: ClassWeights<Scalar>,
    _ sampleWeights: SampleNumbers?, _ samples: Int
  ) throws(LogitsError) -> Double {
    switch self {
    case .value(let value):
      guard value >= 0, value.isFinite else {
        throw .optionOutOfRange(.divisor, value: value)
      }
      return value
    case .samples:
      return Double(targets.selectedCount(of: samples))
    case .weights:
      let classes = classWeights.areGiven ? targets.classes : nil
      guard classes != nil || sampleWeights != nil else {
        return Double(targets.selectedCount(of: samples))
      }
      var sum = 0.0
      for row in 0..<samples
      where !(targets.classes?.isIgnored(row) ?? false) {
        let ofClass = classes.map { classWeights[$0[row]] } ?? 1
        sum += ofClass * (sampleWeights?[row] ?? 1)
      }
      return sum
    }
  }
}
