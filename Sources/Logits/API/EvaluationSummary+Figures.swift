extension EvaluationSummary {
  /// The k of the accuracies among the top k.
  public var topK: [Int] { layout.topK }

  /// The samples that count.
  public var samples: Int { count(SummaryLayout.samples) }

  /// The samples that were ignored.
  public var ignoredSamples: Int { count(SummaryLayout.ignored) }

  /// The samples among those that count whose row is not finite.
  ///
  /// See ``SampleEvaluation/isNonFinite``. They are never correct, and one of
  /// them makes the figures of losses, entropies and Brier scores NaN.
  public var nonFiniteSamples: Int { count(SummaryLayout.nonFinite) }

  /// The samples whose prediction is the target.
  public var correct: Int { count(SummaryLayout.correct) }

  /// The samples whose target is among the top k, for each k of ``topK``.
  public var correctAmongTop: [Int] {
    topK.indices.map { count(SummaryLayout.firstTop + $0) }
  }

  /// The samples by confidence, in bins of equal width from 0 to 1.
  ///
  /// - Complexity: O(bins).
  public var calibration: [CalibrationBin] {
    (0..<layout.bins).map {
      CalibrationBin(
        $0, of: layout.bins, samples: count(layout.bin($0)),
        correct: count(layout.bin($0) + 1),
        confidenceSum: sum(at: layout.confidences($0)))
    }
  }

  private func count(_ index: Int) -> Int { Int(clamping: numbers[index]) }

  private func sum(at index: Int) -> Double {
    withNumbers { ExactSumWords.value(of: $0 + index) }
  }

  func sum(_ sum: SummaryLayout.Sum) -> Double { self.sum(at: layout.sum(sum)) }
}

extension EvaluationSummary {
  /// The sum of the losses, in nats; 0 without samples.
  public var lossSum: Double { sum(.losses) }

  /// The sum of the weights: the divisor of the mean; 0 without samples.
  public var weight: Double { sum(.weights) }

  /// The mean loss in nats: the sum of the losses by that of the weights.
  ///
  /// NaN if that is 0; one loss of NaN makes it NaN.
  public var loss: Double { lossSum / weight }

  /// The exponential of the mean loss: a guess is as hard as among so many
  /// equally likely classes.
  public var perplexity: Double { exponential(loss) }

  /// The mean loss in bits: that in nats over `log 2`.
  public var bitsPerToken: Double { loss / logarithm(2) }

  /// The part of the samples whose prediction is the target.
  public var accuracy: Double { Double(correct) / Double(samples) }

  /// The part of the samples whose target is among the top k, for each k of
  /// ``topK``.
  public var topAccuracies: [Double] {
    correctAmongTop.map { Double($0) / Double(samples) }
  }

  /// The part of the samples whose target is among the top k.
  ///
  /// - Returns: `nil` if k is not one of ``topK``: a summary has not counted it,
  ///   as a dictionary has no value for a key. NaN without samples.
  public func topAccuracy(_ k: Int) -> Double? {
    topK.firstIndex(of: k).map { topAccuracies[$0] }
  }

  /// The mean entropy of the predicted distributions, in nats; each sample counts
  /// once.
  public var meanEntropy: Double { sum(.entropies) / Double(samples) }

  /// The mean Brier score, from 0 to 2; each sample counts once.
  public var brier: Double { sum(.briers) / Double(samples) }

  /// The expected calibration error, from 0 to 1: the mean distance of
  /// confidence and accuracy over the bins, weighted by their samples.
  ///
  /// See C. Guo et al., On Calibration of Modern Neural Networks, 2017. Samples
  /// in no bin, those of rows that are not finite, are left out.
  public var expectedCalibrationError: Double { calibration.meanGap }
}
