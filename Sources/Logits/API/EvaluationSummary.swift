/// The figures of many samples, in a form that can be merged.
///
/// Sums are exact, so that samples, blocks, files and machines combine to the
/// very same figures, bit for bit, in any order and any grouping. Figures are
/// rounded when they are asked for; without samples they are NaN.
public struct EvaluationSummary: Hashable, Sendable {
  /// The k of the accuracies among the top k.
  public let topK: [Int]

  /// The samples that count.
  public private(set) var samples = 0

  /// The samples that were ignored.
  public private(set) var ignoredSamples = 0

  /// The samples whose prediction is the target.
  public private(set) var correct = 0

  /// The samples whose target is among the top k, for each k of ``topK``.
  public private(set) var correctAmongTop: [Int]

  /// The samples by confidence, in bins of equal width from 0 to 1.
  public private(set) var calibration: [CalibrationBin]

  private(set) var losses = ExactSum()
  private(set) var weights = ExactSum()
  private(set) var squaredLosses = ExactSum()
  private(set) var weightedLosses = ExactSum()
  private(set) var squaredWeights = ExactSum()
  private(set) var entropies = ExactSum()
  private(set) var briers = ExactSum()

  /// A summary of no samples.
  ///
  /// - Parameters:
  ///   - topK: The k of the accuracies among the top k. Among the top 0 there is
  ///     nothing; among more than there are classes, everything.
  ///   - calibrationBins: The number of bins that confidences are counted in;
  ///     less than 1 stands for 1.
  public init(topK: [Int] = [1, 5], calibrationBins: Int = 15) {
    self.topK = topK
    correctAmongTop = [Int](repeating: 0, count: topK.count)
    let count = max(calibrationBins, 1)
    calibration = (0..<count).map { CalibrationBin($0, of: count) }
  }

  /// Adds a sample.
  ///
  /// A confidence of NaN counts in no bin.
  ///
  /// - Complexity: O(1); allocates nothing.
  public mutating func add(_ sample: SampleEvaluation) {
    guard !sample.isIgnored else {
      ignoredSamples += 1
      return
    }
    samples += 1
    if sample.isCorrect { correct += 1 }
    for i in topK.indices where sample.rank < topK[i] {
      correctAmongTop[i] += 1
    }
    losses.add(sample.loss)
    weights.add(sample.weight)
    squaredLosses.add(sample.loss * sample.loss)
    weightedLosses.add(sample.loss * sample.weight)
    squaredWeights.add(sample.weight * sample.weight)
    entropies.add(sample.entropy)
    briers.add(sample.brier)
    if let bin = CalibrationBin.index(
      of: sample.confidence, count: calibration.count)
    {
      calibration[bin].add(sample.confidence, isCorrect: sample.isCorrect)
    }
  }

  /// Adds the samples of another summary.
  ///
  /// - Complexity: O(k and bins), whatever the number of samples.
  /// - Throws: ``LogitsError/cannotMerge(_:)`` if it counts other k or another
  ///   number of bins; nothing has been added then.
  public mutating func merge(_ other: EvaluationSummary) throws(LogitsError) {
    guard topK == other.topK else {
      throw .cannotMerge("top \(topK) and top \(other.topK)")
    }
    guard calibration.count == other.calibration.count else {
      throw .cannotMerge(
        "\(calibration.count) and \(other.calibration.count) bins")
    }
    samples += other.samples
    ignoredSamples += other.ignoredSamples
    correct += other.correct
    for i in topK.indices { correctAmongTop[i] += other.correctAmongTop[i] }
    for i in calibration.indices { calibration[i].add(other.calibration[i]) }
    losses.add(other.losses)
    weights.add(other.weights)
    squaredLosses.add(other.squaredLosses)
    weightedLosses.add(other.weightedLosses)
    squaredWeights.add(other.squaredWeights)
    entropies.add(other.entropies)
    briers.add(other.briers)
  }
}

extension EvaluationSummary {
  /// The sum of the losses, in nats; 0 without samples.
  public var lossSum: Double { losses.value }

  /// The sum of the weights: the divisor of the mean; 0 without samples.
  public var weight: Double { weights.value }

  /// The mean loss in nats: the sum of the losses by that of the weights.
  ///
  /// NaN if that is 0; one loss of NaN makes it NaN.
  public var loss: Double { lossSum / weight }

  /// The part of the samples whose prediction is the target.
  public var accuracy: Double { Double(correct) / Double(samples) }

  /// The part of the samples whose target is among the top k, for each k of
  /// ``topK``.
  public var topAccuracies: [Double] {
    correctAmongTop.map { Double($0) / Double(samples) }
  }

  /// The mean entropy of the predicted distributions, in nats; each sample counts
  /// once.
  public var meanEntropy: Double { entropies.value / Double(samples) }

  /// The mean Brier score, from 0 to 2; each sample counts once.
  public var brier: Double { briers.value / Double(samples) }

  /// The expected calibration error, from 0 to 1: the mean distance of
  /// confidence and accuracy over the bins, weighted by their samples.
  ///
  /// See C. Guo et al., On Calibration of Modern Neural Networks, 2017. Samples
  /// in no bin, those of a confidence of NaN, are left out.
  public var expectedCalibrationError: Double {
    let counted = calibration.filter { $0.samples > 0 }
    let gaps = counted.map {
      abs($0.meanConfidence - $0.accuracy) * Double($0.samples)
    }
    let count = counted.reduce(0) { $0 + $1.samples }
    return gaps.reduce(0, +) / Double(count)
  }
}

extension EvaluationSummary: Codable {
  /// Reads what was written of a summary.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys) throws -> Value {
      try container.decode(Value.self, forKey: key)
    }
    topK = try value(.topK)
    samples = try value(.samples)
    ignoredSamples = try value(.ignoredSamples)
    correct = try value(.correct)
    correctAmongTop = try value(.correctAmongTop)
    calibration = try value(.calibration)
    losses = try value(.losses)
    weights = try value(.weights)
    squaredLosses = try value(.squaredLosses)
    weightedLosses = try value(.weightedLosses)
    squaredWeights = try value(.squaredWeights)
    entropies = try value(.entropies)
    briers = try value(.briers)
    guard isConsistent else {
      throw DecodingError.dataCorruptedError(
        forKey: .calibration, in: container,
        debugDescription: "no evaluation summary")
    }
  }

  /// Whether others' numbers can be added to and merged without a trap.
  private var isConsistent: Bool {
    let edges = calibration.indices.allSatisfy {
      let bin = CalibrationBin($0, of: calibration.count)
      return calibration[$0].lower == bin.lower
        && calibration[$0].upper == bin.upper
    }
    let counts =
      [samples, ignoredSamples, correct] + correctAmongTop
      + calibration.flatMap { [$0.samples, $0.correct] }
    return correctAmongTop.count == topK.count && !calibration.isEmpty
      && edges && counts.allSatisfy { 0...(1 << 56) ~= $0 }
  }
}
