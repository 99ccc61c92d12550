import Foundation
import TestSupport
import Testing

/// The file of `evaluate --per-sample`.
@Suite struct PerSampleTests {
  /// An NPY file of records, read according to NumPy's reference.
  private struct Records {
    static let names = [
      "target", "prediction", "rank", "loss", "weight", "logSumExp",
      "confidence", "entropy", "brier",
    ]

    let count: Int
    private let words: [UInt64]

    init(path: String) throws {
      let bytes = Array(try contents(of: path))
      try #require(bytes.count > 10)
      #expect(Array(bytes[..<8]) == [0x93] + Array("NUMPY".utf8) + [1, 0])
      let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
      #expect(start % 64 == 0)
      let header = String(decoding: bytes[10..<start], as: UTF8.self)
      let match = try #require(header.firstMatch(of: #/'shape': \((\d+),\)/#))
      count = try #require(Int(match.1))
      let fields = Self.names.enumerated().map { index, name in
        "('\(name)', '\(index < 3 ? "<i8" : "<f8")')"
      }
      #expect(header.contains("'descr': [\(fields.joined(separator: ", "))]"))
      #expect(header.contains("'fortran_order': False"))
      #expect(header.hasSuffix("\n"))
      try #require(bytes.count == start + count * Self.names.count * 8)
      words = bytes.withUnsafeBytes { bytes in
        stride(from: start, to: bytes.count, by: 8).map {
          UInt64(
            littleEndian: bytes.loadUnaligned(
              fromByteOffset: $0, as: UInt64.self))
        }
      }
    }

    func bits(_ name: String) -> [UInt64] {
      let field = Self.names.firstIndex(of: name) ?? 0
      return (0..<count).map { words[$0 * Self.names.count + field] }
    }

    func integers(_ name: String) -> [Int] {
      bits(name).map { Int(Int64(bitPattern: $0)) }
    }

    func doubles(_ name: String) -> [Double] {
      bits(name).map { Double(bitPattern: $0) }
    }
  }

  /// The same numbers, to the last bit.
  @Test func textHasTheSameRecords() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let (npy, csv) = (folder.path("samples.npy"), folder.path("samples.csv"))
      let files = try fixture.write(to: folder)
      for output in [npy, csv] {
        _ = try Figures("evaluate", files + ["--per-sample", output])
      }
      let records = try Records(path: npy)
      let lines = String(decoding: try contents(of: csv), as: UTF8.self)
        .split(separator: "\n")
      #expect(lines.count == records.count + 1)
      #expect(lines[0] == Records.names.joined(separator: ","))
      let cells = lines.dropFirst().map { $0.split(separator: ",") }
      for (column, name) in Records.names.enumerated() {
        let found = cells.map { Double($0[column]) ?? .infinity }
        let expected =
          column < 3
          ? records.integers(name).map { Double($0) } : records.doubles(name)
        #expect(
          found.map(\.bitPattern) == expected.map(\.bitPattern), "\(name)")
      }
    }
  }

  @Test func recordsAreTheSamples() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let output = folder.path("samples.npy")
      let figures = try Figures(
        "evaluate", fixture.write(to: folder) + ["--per-sample", output])
      let records = try Records(path: output)
      #expect(records.count == fixture.samples)
      #expect(records.integers("target") == fixture.targets)
      #expect(records.integers("prediction") == fixture.predictions)
      #expect(records.integers("rank") == fixture.ranks)
      for (name, expected) in [
        ("loss", fixture.losses), ("logSumExp", fixture.logSumExps),
        ("confidence", fixture.confidences), ("entropy", fixture.entropies),
        ("brier", fixture.briers),
      ] {
        #expect(
          isNear(records.doubles(name), expected, fixture.tolerance), "\(name)")
      }
      #expect(records.doubles("weight").allSatisfy { $0 == 1 })
      let mean = Textbook.mean(records.doubles("loss"))
      #expect(isNear(figures["loss"], mean, fixture.tolerance))
      #expect(try folder.names.sorted() == ["samples.npy", "x.npy", "y.npy"])
    }
  }

  @Test func ignoredSamplesAndWeights() throws {
    let folder = try TemporaryFolder()
    let rows = [[0, 1.0], [2, 0], [.nan, 1], [1, 1]]
    let files = [
      try folder.write("x.npy", "<f8", [4, 2], rows.flatMap(\.self)),
      try folder.write("y.npy", "|i1", [4], [1, 1, -7, 0] as [Int8]),
      "--ignore-index=-7", "--class-weights",
      try folder.write("w.npy", "<f8", [2], [0.5, 3]),
    ]
    let output = folder.path("samples.npy")
    _ = try Figures("evaluate", files + ["--per-sample", output])
    let records = try Records(path: output)
    #expect(records.integers("target") == [1, 1, -7, 0])
    #expect(records.integers("prediction") == [1, 0, -1, 0])
    #expect(records.integers("rank") == [0, 1, -1, 0])
    #expect(records.doubles("weight") == [3, 3, 0, 0.5])
    let losses: [Double] = [
      3 * log(1 + exp(-1.0)), 3 * log(1 + exp(2.0)), 0, 0.5 * log(2),
    ]
    #expect(isNear(records.doubles("loss"), losses, 1e-14))
    for name in ["logSumExp", "confidence", "entropy", "brier"] {
      #expect(
        records.doubles(name).map(\.isNaN) == [false, false, true, false])
    }
  }

  /// Zeros in blocks of 1,048 rows: the rank identifies the rows, as each smaller
  /// class comes before the target.
  @Test func severalBlocks() throws {
    let folder = try TemporaryFolder()
    let (samples, classes) = (5000, 1000)
    let targets = (0..<samples).map { $0 * 7 % classes }
    let output = folder.path("samples.npy")
    _ = try Figures(
      "evaluate",
      [
        folder.writeZeros("x.npy", samples, classes),
        folder.write("y.npy", "<i8", [samples], targets),
        "--per-sample", output,
      ])
    let records = try Records(path: output)
    #expect(records.count == samples)
    #expect(records.integers("target") == targets)
    #expect(records.integers("rank") == targets)
    #expect(records.integers("prediction").allSatisfy { $0 == 0 })
    let logClasses = log(Double(classes))
    let logSumExps = records.doubles("logSumExp")
    #expect(logSumExps.allSatisfy { isNear($0, logClasses, 1e-14) })
  }

  @Test func failuresLeaveNothingBehind() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [2, 2], [1.0, 2, 3, 4])
    let labels = try folder.write("y.npy", "|u1", [2], [0, 1] as [UInt8])
    let wrong = try folder.write("z.npy", "|u1", [2], [0, 2] as [UInt8])
    let old = try folder.write("old.npy", bytes: [1, 2, 3])
    let before = try folder.names.sorted()
    for (files, output, message) in [
      ([logits, wrong], old, "label 2 is not a class"),
      ([logits, folder.path("none")], old, "none: cannot be opened"),
      ([logits, labels], folder.path("no/s.npy"), "s.npy: cannot be written"),
      ([logits, labels], folder.path(""), "is a directory"),
      ([logits, labels, "--temperature", "0"], old, "temperature must be"),
    ] {
      try expectFailure(
        ["evaluate"] + files + ["--per-sample", output], containing: message)
      #expect(try folder.names.sorted() == before)
    }
    #expect(try contents(of: old) == Data([1, 2, 3]))
  }
}
