import ArrayFiles
import Foundation
import TestSupport
import Testing

/// The file of `evaluate --top-classes`.
@Suite struct TopClassesTests {
  private let classes = 5
  private let values = Eighths.values(60)
  private var rows: [[Double]] { Textbook.rows(values, classes) }
  private var targets: [Int] { (0..<12).map { $0 * 3 % classes } }

  private typealias Record = (class: Int, value: Double)

  /// The most probable classes of a row, sorted.
  private func top(
    _ count: Int, _ row: [Double], temperature: Double = 1
  ) -> [Record] {
    let logs = Textbook.logSoftmax(row, temperature: temperature)
    return row.indices.sorted {
      row[$0] == row[$1] ? $0 < $1 : row[$0] > row[$1]
    }
    .prefix(count).map { ($0, logs[$0]) }
  }

  private func text(_ path: String, _ arguments: [String]) throws -> [Record] {
    _ = try output(["evaluate", "--top-classes", path] + arguments)
    let lines = String(decoding: try contents(of: path), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines[0] == "class,logProbability")
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",")
      return (Int(cells[0]) ?? -1, Double(cells[1]) ?? .infinity)
    }
  }

  private func expect(
    _ found: [Record], _ expected: [Record], _ tolerance: Double = 1e-13,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      found.map(\.class) == expected.map(\.class),
      sourceLocation: sourceLocation)
    #expect(
      isNear(found.map(\.value), expected.map(\.value), tolerance),
      sourceLocation: sourceLocation)
  }

  @Test(arguments: [1, 3, 5])
  func textAndNPY(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let arguments = [
      "--top-log-probabilities", "\(count)",
      try folder.write("x.npy", "<f8", [12, classes], values),
      try folder.write("y.npy", "<i8", [12], targets), "--temperature", "2",
    ]
    let found = try text(folder.path("t.csv"), arguments)
    expect(found, rows.flatMap { top(count, $0, temperature: 2) })
    let path = folder.path("t.npy")
    _ = try output(["evaluate", "--top-classes", path] + arguments)
    let bytes = Array(try contents(of: path))
    let start = bytes.count - 16 * 12 * count
    let header = String(decoding: bytes[10..<start], as: UTF8.self)
    #expect(header.contains("[('class', '<i8'), ('logProbability', '<f8')]"))
    #expect(header.contains("'shape': (\(12 * count),)"))
    let words = bytes[start...].withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 8).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
      }
    }
    for (i, record) in found.enumerated() {
      #expect(Int(words[2 * i]) == record.class)
      #expect(Double(bitPattern: words[2 * i + 1]) == record.value)
    }
  }

  /// Samples that labels do not score are left out, those to ignore are not.
  @Test func samplesThatDoNotCount() throws {
    let folder = try TemporaryFolder()
    var values = values
    values[2 * classes] = .nan
    let arguments = [
      "--top-log-probabilities", "2",
      try folder.write("x.npy", "<f8", [3, 4, classes], values),
      try folder.write("y.npy", "<i8", [3, 4], targets), "--shift",
      "--ignore-index", "3",
    ]
    let found = try text(folder.path("t.csv"), arguments)
    #expect(found.count == 2 * 9)
    let scored = (0..<12).filter { $0 % 4 != 3 }
    for (i, row) in scored.enumerated() {
      let records = Array(found[(2 * i)..<(2 * i + 2)])
      if row == 2 || targets[row + 1] == 3 {
        #expect(records.allSatisfy { $0.value.isNaN })
      } else {
        expect(records, top(2, rows[row]))
      }
    }
  }

  @Test func binaryLogitsAndPlanes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("t.csv")
    let labels = try folder.write(
      "b.npy", "|u1", [12],
      targets.map {
        UInt8($0 % 2)
      })
    let binary = try text(
      path,
      [
        folder.write("x.npy", "<f8", [12, 1], Array(values[..<12])), labels,
        "--top-log-probabilities", "2",
      ])
    expect(binary, values[..<12].flatMap { top(2, [0, $0]) })
    let planes = (0..<classes).flatMap { index in
      rows.map { Float($0[index]) }
    }
    let found = try text(
      path,
      [
        folder.write("p.npy", "<f4", [1, classes, 12], planes),
        folder.write("y.npy", "<i8", [1, 12], targets), "--class-axis", "1",
        "--classes", "4", "--top-log-probabilities", "3",
        "--ignore-index", "4",
      ])
    for (i, row) in rows.enumerated() where targets[i] != 4 {
      expect(
        Array(found[(3 * i)..<(3 * i + 3)]), top(3, Array(row[..<4])), 1e-5)
    }
    // Softmax writes the same records.
    let plain = folder.path("s.csv")
    let logits = try folder.write("x.npy", "<f8", [12, classes], values)
    _ = try output(["softmax", "--log", "--top-k", "3", logits, plain])
    let lines = String(decoding: try contents(of: plain), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 37)
    #expect(lines[0] == "class,logProbability")
    #expect(lines[1].hasPrefix("\(top(1, rows[0])[0].class),"))
  }

  @Test func refusals() throws {
    let folder = try TemporaryFolder()
    let files = [
      try folder.write("x.npy", "<f8", [12, classes], values),
      try folder.write("y.npy", "<i8", [12], targets),
    ]
    let path = folder.path("t.csv")
    for options in [
      ["--top-classes", path], ["--top-log-probabilities", "2"],
      ["--top-classes", path, "--top-log-probabilities", "0"],
      ["--top-classes", path, "--top-log-probabilities", "1001"],
    ] {
      #expect(try CommandRun(["evaluate"] + files + options).status == 64)
    }
    try expectFailure(
      ["evaluate"] + files
        + ["--top-classes", path, "--top-log-probabilities", "6"],
      "\(files[0]): has 5 classes, fewer than 6")
    #expect(try folder.names.sorted() == ["x.npy", "y.npy"])
  }
}
