import ArrayFiles
import Foundation
import LogitsCommand
import TestSupport
import Testing

/// Labels that are probabilities, and some that are none: the most probable classes,
/// or an error that names the first bad row.
@Suite struct SoftLabelsTests {
  @Test func anyRows() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("")
    FuzzRun(kind: .labels, short: 1_000, share: 100).run {
      // Each thread writes files of its own.
      let name = UUID().uuidString
      return { seed in
        do {
          return try failure(seed, root, name)
        } catch {
          return "\(error)"
        }
      }
    }
  }

  private func failure(
    _ seed: UInt64, _ root: String, _ name: String
  ) throws -> String? {
    var generator = SeededGenerator(seed: seed)
    let fuzzed = SoftLabelsCase(using: &generator)
    func write(_ values: [Double], _ part: String, _ type: ElementType) throws
      -> ConcatenatedArray
    {
      let path = "\(root)/\(name)-\(part).npy"
      try Data(fuzzed.file(values, type)).write(to: URL(filePath: path))
      return try ConcatenatedArray(paths: [path])
    }
    let zeros = [Double](repeating: 0, count: fuzzed.stored.count)
    let logits = try LogitsFile(
      write(zeros, "x", .float32), InputFormat(classAxis: fuzzed.classAxis),
      labels: nil)
    let array = try write(fuzzed.stored, "y", fuzzed.type)
    guard let labels = try SoftLabels(array, for: logits) else {
      return fuzzed.areClasses ? nil : "taken for classes"
    }
    if fuzzed.areClasses { return "not taken for classes" }
    for rows in fuzzed.ranges {
      let bad = rows.first { fuzzed.label(of: $0) == nil }
      do {
        let found = try labels.labels(rows)
        if let bad { return "row \(bad) is not refused" }
        let expected = rows.map { fuzzed.label(of: $0) ?? -1 }
        if found != expected { return "\(found) instead of \(expected)" }
      } catch let error as FileError {
        guard let bad, error.reason.hasPrefix("row \(bad): "),
          isMessage(error.description)
        else { return "the message '\(error)'" }
      }
    }
    return nil
  }
}

/// Rows of numbers that a file of labels has.
private struct SoftLabelsCase {
  let type: ElementType
  let rows: [[Double]]
  /// The samples from one class to the next: 1 for rows.
  let positions: Int

  init(using generator: inout some RandomNumberGenerator) {
    let classes = 2 + generator.below(6)
    positions = generator.once(in: 3) ? 2 + generator.below(4) : 1
    type = generator.one(of: [.float32, .float64])
    let bad = generator.once(in: 2) ? 0 : 1 + generator.below(10)
    let oneHot = generator.once(in: 4)
    rows = (0..<positions * (1 + generator.below(6))).map { _ in
      var row = [Double](repeating: 0, count: classes)
      // Every type has these numbers and their sums.
      for _ in 0..<(oneHot ? 1 : 64) {
        row[generator.below(classes)] += oneHot ? 1 : 1.0 / 64
      }
      if bad > 0, generator.once(in: bad) {
        row[generator.below(classes)] = generator.one(of: [
          .nan, .infinity, -.infinity, -0.5, 1.5, 0.0625, 0, 1,
        ])
      }
      return row
    }
  }

  var classAxis: Int { positions == 1 ? -1 : 1 }

  /// As they lie in the file.
  var stored: [Double] {
    let classes = rows[0].count
    return stride(from: 0, to: rows.count, by: positions).flatMap { start in
      (0..<classes).flatMap { index in
        (start..<start + positions).map { rows[$0][index] }
      }
    }
  }

  /// Whether all rows are a 1 among zeros, side by side.
  var areClasses: Bool {
    positions == 1
      && rows.allSatisfy { row in
        row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == row.count - 1
      }
  }

  /// The first of the largest; `nil` for a row that is no probabilities.
  func label(of index: Int) -> Int? {
    let row = rows[index]
    guard row.allSatisfy({ $0 >= 0 && $0 <= 1 }), row.reduce(0, +) == 1,
      let largest = row.max()
    else { return nil }
    return row.firstIndex(of: largest)
  }

  /// All samples, and parts that begin and end with whole stacks.
  var ranges: [Range<Int>] {
    let middle = rows.count / positions / 2 * positions
    return [0..<rows.count, middle..<rows.count, 0..<middle]
  }

  /// An NPY file.
  func file(_ values: [Double], _ type: ElementType) -> [UInt8] {
    let (stacks, classes) = (rows.count / positions, rows[0].count)
    let shape =
      positions == 1 ? [stacks, classes] : [stacks, classes, positions]
    let extents = shape.map { "\($0), " }.joined()
    let header =
      "{'descr': '\(type.npySpelling ?? "")', 'fortran_order': False, "
      + "'shape': (\(extents)), }\n"
    let elements = values.flatMap {
      type == .float32
        ? bytes(Float($0).bitPattern) : bytes($0.bitPattern)
    }
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + [
      UInt8(header.utf8.count), 0,
    ]
      + Array(header.utf8) + elements
  }

  private func bytes(_ bits: some FixedWidthInteger) -> [UInt8] {
    (0..<bits.bitWidth / 8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
  }
}
