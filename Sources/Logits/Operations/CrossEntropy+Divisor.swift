extension CrossEntropy {
  /// What the sum of the losses is divided by; 0 if there is nothing to divide.
  ///
  /// `count` is how many samples are not ignored, and `weight` what they weigh
  /// together.
  func value(
    of divisor: Divisor, count: () -> Int, weight: () -> Double
  ) throws(LogitsError) -> Double {
    guard reduction == .mean else { return 1 }
    let value: Double
    switch divisor {
    case .value(let given):
      guard given >= 0, given.isFinite else {
        throw .optionOutOfRange(.divisor, value: given)
      }
      value = given
    case .samples: value = Double(count())
    case .weights: value = weight()
    }
    if value == 0, emptyMean == .error { throw .nothingCounts }
    return value
  }

  /// That for targets and the weights of classes and samples.
  func divisor<Scalar: LogitScalar>(
    _ divisor: Divisor, _ targets: Targets<Scalar>,
    _ classWeights: ClassWeights<Scalar>,
    _ sampleWeights: SampleNumbers?, _ samples: Int
  ) throws(LogitsError) -> Double {
    try value(of: divisor) {
      targets.selectedCount(of: samples)
    } weight: {
      targets.weight(of: samples, classWeights, sampleWeights)
    }
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

extension Targets {
  /// What the samples that aren't ignored weigh together.
  func weight(
    of samples: Int, _ classWeights: ClassWeights<Scalar>,
    _ sampleWeights: SampleNumbers?
  ) -> Double {
    let weighted = classWeights.areGiven ? classes?.ofSelected : nil
    guard weighted != nil || sampleWeights != nil else {
      return Double(selectedCount(of: samples))
    }
    var sum = 0.0
    for row in 0..<samples where !(classes?.isIgnored(row) ?? false) {
      let ofClass = weighted.map { classWeights[$0[row]] } ?? 1
      sum += ofClass * (sampleWeights?[row] ?? 1)
    }
    return sum
  }
}
