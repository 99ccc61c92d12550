import Foundation
import TestSupport
import Testing

/// The file of `compare --per-sample`.
@Suite struct CompareRecordsTests {
  /// The lines of a CSV file, by the names above them.
  private func columns(_ path: String) throws -> [(String, [Double])] {
    let lines = String(decoding: try contents(of: path), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",") }
    return lines[0].enumerated().map { column, name in
      (
        String(name),
        lines.dropFirst().map { Double($0[column]) ?? .infinity }
      )
    }
  }

  /// The same numbers in NPY, to the last bit.
  private func checkNPY(
    _ path: String, _ columns: [(name: String, values: [Double])],
    integers: Set<String>
  ) throws {
    let bytes = Array(try contents(of: path))
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    let header = String(decoding: bytes[10..<start], as: UTF8.self)
    let fields = columns.map {
      "('\($0.name)', '\(integers.contains($0.name) ? "<i8" : "<f8")')"
    }
    #expect(header.contains("'descr': [\(fields.joined(separator: ", "))]"))
    let count = columns[0].values.count
    #expect(header.contains("'shape': (\(count),)"))
    try #require(bytes.count == start + 8 * count * columns.count)
    for (column, (name, values)) in columns.enumerated() {
      for (row, value) in values.enumerated() {
        let word = bytes[(start + 8 * (row * columns.count + column))...]
          .prefix(8).enumerated().reduce(UInt64(0)) {
            $0 | UInt64($1.element) << (8 * $1.offset)
          }
        let isSame =
          integers.contains(name)
          ? Int64(bitPattern: word) == Int64(value)
          : value.isNaN
            ? Double(bitPattern: word).isNaN : word == value.bitPattern
        #expect(isSame, "\(name) \(row)")
      }
    }
  }

  private let rows = [[3.0, 1, 2], [0, 0, 1], [2, 1, 0], [1, 1, 1]]
  private let others = [[1.0, 1, 3], [0, 0, 2], [2, 1, 0.5], [.nan, 1, 0]]

  private func write(_ folder: borrowing TemporaryFolder) throws -> [String] {
    [
      try folder.write("a.npy", "<f8", [4, 3], rows.flatMap(\.self)),
      try folder.write("b.npy", "<f8", [4, 3], others.flatMap(\.self)),
    ]
  }

  @Test func samples() throws {
    let folder = try TemporaryFolder()
    let files = try write(folder) + ["--top-k", "2"]
    let (csv, npy) = (folder.path("s.csv"), folder.path("s.npy"))
    for path in [csv, npy] {
      _ = try output(["compare"] + files + ["--per-sample", path])
    }
    let columns = try columns(csv)
    #expect(
      columns.map(\.0) == [
        "basePrediction", "otherPrediction", "divergence", "reverseDivergence",
        "jensenShannon", "top2Overlap",
      ])
    #expect(columns[0].1 == [0, 2, 0, 0])
    #expect(columns[1].1 == [2, 2, 0, 0])
    for (column, formula) in [
      (2, Textbook.divergence), (3, { Textbook.divergence($1, $0) }),
      (4, Textbook.jensenShannon),
    ] as [(Int, ([Double], [Double]) -> Double)] {
      let found = columns[column].1
      let expected = zip(rows, others).map(formula)
      #expect(isNear(Array(found[..<3]), Array(expected[..<3]), 1e-14))
      #expect(found[3].isNaN)
    }
    // {0, 2} and {2, 0}; {2, 0} twice; {0, 1} twice; a row that is not finite.
    #expect(columns[5].1 == [1, 1, 1, 0])
    try checkNPY(
      npy, columns, integers: ["basePrediction", "otherPrediction"])
  }

  /// Ignored samples are there, and those that no label scores are not.
  @Test func labelsAndSeveralModels() throws {
    let folder = try TemporaryFolder()
    let models = try write(folder)
    let labels = try folder.write("y.npy", "<i8", [4], [0, 1, -1, 2])
    let (csv, npy) = (folder.path("s.csv"), folder.path("s.npy"))
    for path in [csv, npy] {
      _ = try output(
        ["compare"] + models + [models[0], labels, "--shift"]
          + ["--ignore-index", "-1", "--per-sample", path])
    }
    let columns = try columns(csv)
    #expect(
      columns.map(\.0) == [
        "other", "target", "basePrediction", "otherPrediction", "divergence",
        "reverseDivergence", "jensenShannon", "top1Overlap", "top5Overlap",
        "baseLoss", "otherLoss",
      ])
    #expect(columns[0].1 == [0, 0, 0, 1, 1, 1])
    #expect(columns[1].1 == [1, -1, 2, 1, -1, 2])
    #expect(columns[2].1 == [0, -1, 0, 0, -1, 0])
    #expect(columns[3].1 == [2, -1, 0, 0, -1, 0])
    #expect(columns[4].1[3...].allSatisfy { $0 == 0 })
    #expect(columns[8].1 == [1, 1, 1, 1, 1, 1])
    let loss = -Textbook.logSoftmax(rows[0])[1]
    let other = -Textbook.logSoftmax(others[0])[1]
    #expect(isNear(columns[9].1[0], loss, 1e-14))
    #expect(isNear(columns[10].1[0], other, 1e-14))
    #expect(columns[9].1[1] == 0)
    try checkNPY(
      npy, columns,
      integers: ["other", "target", "basePrediction", "otherPrediction"])
  }

  @Test func failuresLeaveNothingBehind() throws {
    let folder = try TemporaryFolder()
    let models = try write(folder)
    let old = try folder.write("old.npy", bytes: [1, 2, 3])
    let wrong = try folder.write("y.npy", "<i8", [4], [0, 1, 3, 2])
    let before = try folder.names.sorted()
    for (files, output, message) in [
      (models + [wrong], old, "label 3 is not a class"),
      (models, folder.path("no/s.npy"), "s.npy: cannot be written"),
      (models, folder.path(""), "is a directory"),
    ] {
      try expectFailure(
        ["compare"] + files + ["--per-sample", output], containing: message)
      #expect(try folder.names.sorted() == before)
    }
    #expect(try contents(of: old) == Data([1, 2, 3]))
  }
}
