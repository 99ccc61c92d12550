import ArrayFiles
import Foundation
import Logits

/// The exact summary of one run of `logits evaluate`, and what it was made of: the
/// file of `--summary`.
struct EvaluationPart: Codable {
  /// The version of the command.
  let version: String
  /// The files of logits, and that of the labels.
  let files: [String]
  let classes: Int
  /// The options that figures depend on, with their values.
  let options: [String: String]
  /// The rows that were read, with those that do not count.
  let rows: Int
  /// The first row that is not finite, counted from 0.
  let firstNonFiniteRow: Int?
  let summary: EvaluationSummary
  let confidences: ConfidenceHistogram
  /// `nil` unless asked for.
  let classWise: ClassWiseCalibration?

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension EvaluationPart {
  /// More rows than any file has; sums of so many do not overflow.
  private static let maximumRows = 1 << 48

  /// Enough for the bins of all classes.
  private static let maximumBytes = 1 << 27

  /// Reads what ``json()`` has written.
  ///
  /// - Throws: `FileError` for anything else.
  init(path: String) throws(FileError) {
    let data = try contents(ofSmallFile: path, limit: Self.maximumBytes)
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      var reason = ""
      if case .dataCorrupted(let context) = error as? DecodingError {
        reason = ": " + context.debugDescription
      }
      throw FileError(
        path, "is not a summary that evaluate --summary wrote\(reason)")
    }
    let counted = summary.samples.addingReportingOverflow(
      summary.ignoredSamples)
    guard 0...Self.maximumRows ~= rows, classes > 0,
      !counted.overflow, counted.partialValue <= rows,
      confidences.samples <= summary.samples,
      options[ClassWiseCalibration.option] == "\(classWise != nil)",
      classWise.map(isPossible) ?? true,
      firstNonFiniteRow.map((0..<rows).contains) ?? true
    else { throw FileError(path, "has numbers that contradict each other") }
  }

  private func isPossible(_ calibration: ClassWiseCalibration) -> Bool {
    calibration.classes == classes
      && calibration.bins == summary.calibration.count
      && calibration.samples <= summary.samples
  }

  /// Why this part of a whole does not fit another; `nil` if it does.
  func difference(from other: EvaluationPart) -> String? {
    if classes != other.classes {
      return "\(classes) classes, not \(other.classes)"
    }
    if version != other.version {
      return "version \(version), not \(other.version)"
    }
    let names = Set(options.keys).union(other.options.keys).sorted()
    for name in names where options[name] != other.options[name] {
      let values = [options[name], other.options[name]].map { $0 ?? "none" }
      return "--\(name) \(values[0]), not \(values[1])"
    }
    return nil
  }
}
