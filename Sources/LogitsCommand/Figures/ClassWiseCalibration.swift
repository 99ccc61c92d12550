import ArrayFiles
import Foundation
import Logits

/// The calibration error of the probabilities of all classes.
///
/// A class's probability in every sample is compared with how often the class is
/// the label, in bins of equal width: see M. Kull et al., Beyond temperature
/// scaling, 2019, and J. Nixon et al., Measuring calibration in deep learning, 2019,
/// who call it static.
package struct ClassWiseCalibration: Equatable {
  /// More samples than anyone has; sums of so many do not overflow.
  private static let maximumSamples = 1 << 40

  /// That of the command, by which parts of a whole are told apart.
  static let option = "class-wise-calibration"

  let classes: Int
  let bins: Int
  private(set) var samples = 0
  /// Class by class, those of its bins.
  private var gaps: [Int128]

  /// - Throws: `FileError` for too many classes and bins to count.
  init(classes: Int, bins: Int, _ path: String) throws(FileError) {
    let most = [Int128].mostBins / bins
    guard classes <= most else {
      throw FileError(
        path,
        "has \(classes) classes, and --\(Self.option) with --bins \(bins) takes "
          + "\(most) at most; fewer --bins take more classes")
    }
    self.classes = classes
    self.bins = bins
    gaps = Array(repeating: 0, count: classes * bins)
  }

  /// Adds samples of a block; those whose row is not finite are left out.
  ///
  /// - Parameters:
  ///   - block: The samples.
  ///   - probabilities: Those of the whole block, as its logits lie.
  ///   - places: Where those of each sample lie, class by class.
  mutating func add<Scalar: LogitScalar>(
    _ block: ScoredBlock, _ probabilities: [Scalar],
    at places: (_ sample: Int) -> ClassPlaces
  ) {
    let bins = bins
    gaps.withUnsafeMutableBufferPointer { gaps in
      for (i, sample) in block.samples.enumerated()
      where !sample.confidence.isNaN {
        var first = 0
        let target = bins * block.targets[i]
        for place in places(block.rows[i]) {
          let probability = Double(probabilities[place])
          if let bin = CalibrationBin.index(of: probability, count: bins) {
            gaps[first + bin] +=
              Int128(FixedPoint.gap(probability, first == target))
          }
          first += bins
        }
      }
    }
    samples += block.samples.count { !$0.confidence.isNaN }
  }

  /// Adds the samples of another part of a whole.
  mutating func merge(_ other: ClassWiseCalibration) {
    samples += other.samples
    for (i, gap) in other.gaps.enumerated() { gaps[i] &+= gap }
  }

  /// The mean over the classes of the mean distance of probability and frequency,
  /// which is over a class's bins and weighted by their samples; NaN without any.
  var error: Double { gaps.meanGap(samples: samples) / Double(classes) }
}

extension ClassWiseCalibration: Codable {
  private enum CodingKeys: String, CodingKey {
    case classes
    case bins
    case samples
    case gaps
  }

  /// Reads what ``encode(to:)`` has written.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classes = try container.decode(Int.self, forKey: .classes)
    bins = try container.decode(Int.self, forKey: .bins)
    samples = try container.decode(Int.self, forKey: .samples)
    let data = try container.decode(Data.self, forKey: .gaps)
    let size = MemoryLayout<Int128>.size
    let count = classes.multipliedReportingOverflow(by: bins)
    guard classes > 0, bins > 0, 0...Self.maximumSamples ~= samples,
      !count.overflow, count.partialValue <= [Int128].mostBins,
      data.count == count.partialValue * size
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .gaps, in: container, debugDescription: "no gaps of classes")
    }
    let largest = UInt128(samples) << 62
    gaps = try data.withUnsafeBytes { bytes in
      try stride(from: 0, to: bytes.count, by: size).map { start in
        let gap = Int128(
          littleEndian: bytes.loadUnaligned(
            fromByteOffset: start, as: Int128.self))
        guard gap.magnitude <= largest else {
          throw DecodingError.dataCorruptedError(
            forKey: .gaps, in: container,
            debugDescription: "a gap that is too large")
        }
        return gap
      }
    }
  }

  /// Writes the gaps as bytes: a list of so many numbers would be much longer.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classes, forKey: .classes)
    try container.encode(bins, forKey: .bins)
    try container.encode(samples, forKey: .samples)
    let data = gaps.map(\.littleEndian).withUnsafeBytes { Data($0) }
    try container.encode(data, forKey: .gaps)
  }
}
