/// The samples whose confidence lies between two numbers.
///
/// The lower one belongs to the bin, the upper one to the next; 1 belongs to the
/// last bin.
public struct CalibrationBin: Hashable, Sendable, Codable {
  /// The least confidence in the bin.
  public let lower: Double

  /// The least confidence above the bin; 1 for the last, which has it.
  public let upper: Double

  /// The number of samples in the bin.
  public let samples: Int

  /// The number of them whose prediction is the target.
  public let correct: Int

  /// The sum of their confidences, rounded once.
  public let confidenceSum: Double

  init(
    _ index: Int, of count: Int, samples: Int, correct: Int,
    confidenceSum: Double
  ) {
    self.init(
      from: Double(index) / Double(count),
      to: Double(index + 1) / Double(count), samples: samples,
      correct: correct, confidenceSum: confidenceSum)
  }

  package init(
    from lower: Double, to upper: Double, samples: Int, correct: Int,
    confidenceSum: Double
  ) {
    self.lower = lower
    self.upper = upper
    self.samples = samples
    self.correct = correct
    self.confidenceSum = confidenceSum
  }

  /// The mean confidence of the samples; NaN without any.
  public var meanConfidence: Double { confidenceSum / Double(samples) }

  /// The part of the samples whose prediction is the target; NaN without any.
  public var accuracy: Double { Double(correct) / Double(samples) }

  /// The index of the bin that a confidence is in; none for NaN.
  @inlinable @inline(__always)
  package static func index(of confidence: Double, count: Int) -> Int? {
    guard 0...1 ~= confidence else { return nil }
    // Rounded to the nearest whole number, which is in the low bits of this sum,
    // the product is the bin's index or the next one's, whose lower bound decides.
    let bits = (confidence * Double(count) + 0x1p52).significandBitPattern
    let nearest = Int(truncatingIfNeeded: bits)
    let isBelow = confidence < Double(nearest) / Double(count)
    return Swift.min(isBelow ? nearest &- 1 : nearest, count &- 1)
  }

  /// The distance of mean confidence and accuracy; NaN without samples.
  var gap: Double { abs(meanConfidence - accuracy) }
}

extension [CalibrationBin] {
  /// The mean distance of confidence and accuracy, weighted by the samples; NaN
  /// without any.
  package var meanGap: Double {
    let counted = filter { $0.samples > 0 }
    let gaps = counted.map { $0.gap * Double($0.samples) }
    let count = counted.reduce(0.0) { $0 + Double($1.samples) }
    return gaps.reduce(0, +) / count
  }

  /// The largest distance of confidence and accuracy in a bin; NaN without
  /// samples.
  package var largestGap: Double {
    filter { $0.samples > 0 }.map(\.gap).max() ?? .nan
  }
}
