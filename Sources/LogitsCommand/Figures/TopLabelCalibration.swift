import Logits

/// The calibration error within each predicted class.
///
/// The bins of equal width are those of the calibration error, but of the samples
/// of each predicted class by themselves: see C. Gupta and A. Ramdas, Top-label
/// calibration and multiclass-to-binary reductions, 2022.
package struct TopLabelCalibration {
  /// The most numbers in memory, of 16 bytes each.
  private static let limit = 1 << 22

  private let bins: Int
  /// Of each predicted class and bin, the sum of the confidences less the number
  /// of the correct samples, in units of `FixedPoint`; none of other classes.
  private var gaps: [[Int128]] = []
  private var predictedClasses = 0
  private var samples = 0

  package init(bins: Int) { self.bins = bins }

  /// Adds a sample; one whose confidence is NaN is left out.
  package mutating func add(
    prediction: Int, confidence: Double, isCorrect: Bool
  ) {
    guard let bin = CalibrationBin.index(of: confidence, count: bins),
      !isTooLarge
    else { return }
    if prediction >= gaps.count {
      gaps += Array(repeating: [], count: prediction + 1 - gaps.count)
    }
    if gaps[prediction].isEmpty {
      predictedClasses += 1
      guard !isTooLarge else { return gaps = [] }
      gaps[prediction] = Array(repeating: 0, count: bins)
    }
    samples += 1
    gaps[prediction][bin] +=
      Int128(FixedPoint.units(confidence))
      - (isCorrect ? Int128(FixedPoint.one) : 0)
  }

  private var isTooLarge: Bool { predictedClasses * bins > Self.limit }

  /// The mean distance of confidence and accuracy over the bins of all predicted
  /// classes, weighted by their samples: NaN without samples, and `nil` if there
  /// are too many classes and bins to count.
  package var error: Double? {
    guard !isTooLarge else { return nil }
    let sum = gaps.joined().reduce(0 as UInt128) { $0 + $1.magnitude }
    return FixedPoint.value(Int128(sum)) / Double(samples)
  }
}
