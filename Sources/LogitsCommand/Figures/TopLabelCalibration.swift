import Logits

/// The calibration error within each predicted class.
///
/// The bins of equal width are those of the calibration error, but of the samples
/// of each predicted class by themselves: see C. Gupta and A. Ramdas, Top-label
/// calibration and multiclass-to-binary reductions, 2022.
struct TopLabelCalibration {
  private let bins: Int
  /// Where the bins of each class begin among the gaps; −1 for those that no
  /// sample is predicted to be of.
  private var starts: [Int] = []
  private var gaps: [Int128] = []
  private var samples = 0
  private var isTooLarge = false

  init(bins: Int) { self.bins = bins }

  /// Adds samples; those whose confidence is NaN are left out.
  mutating func add(_ samples: [SampleEvaluation]) {
    for sample in samples where !sample.confidence.isNaN {
      makeRoom(for: sample.prediction)
    }
    guard !isTooLarge else { return }
    let bins = bins
    var counted = 0
    starts.withUnsafeBufferPointer { starts in
      gaps.withUnsafeMutableBufferPointer { gaps in
        for sample in samples {
          guard
            let bin = CalibrationBin.index(of: sample.confidence, count: bins)
          else { continue }
          counted += 1
          gaps[starts[sample.prediction] + bin] +=
            Int128(FixedPoint.gap(sample.confidence, sample.isCorrect))
        }
      }
    }
    self.samples += counted
  }

  @inline(__always)
  private mutating func makeRoom(for prediction: Int) {
    if prediction < starts.count, starts[prediction] >= 0 { return }
    makeRoom(forNew: prediction)
  }

  private mutating func makeRoom(forNew prediction: Int) {
    guard gaps.count + bins <= [Int128].mostBins else {
      return isTooLarge = true
    }
    let missing = max(0, prediction + 1 - starts.count)
    starts += repeatElement(-1, count: missing)
    starts[prediction] = gaps.count
    gaps += repeatElement(0, count: bins)
  }

  /// The mean distance of confidence and accuracy over the bins of all predicted
  /// classes, weighted by their samples: NaN without samples, and `nil` if there
  /// are too many classes and bins to count.
  var error: Double? { isTooLarge ? nil : gaps.meanGap(samples: samples) }
}
