import Foundation
import TestSupport
import Testing

/// Figures of whole sequences.
@Suite struct SequenceTests {
  private let classes = 3
  private let values = Eighths.values(36)
  private let lengths = [2, 5, 1, 4]

  private var logs: [[Double]] {
    Textbook.rows(values, classes).map { Textbook.logSoftmax($0) }
  }

  /// Right in sequences 1 and 2, wrong in a sample of each other.
  private var targets: [Int] {
    logs.enumerated().map { row, log in
      let best = Textbook.argmax(log)
      return row == 1 || row == 9 ? (best + 1) % classes : best
    }
  }

  /// The rows of each sequence.
  private var rows: [Range<Int>] {
    var end = 0
    return lengths.map {
      end += $0
      return end - $0..<end
    }
  }

  private func files(
    in folder: borrowing TemporaryFolder, _ shape: [Int] = [12]
  ) throws -> [String] {
    [
      try folder.write("x.npy", "<f8", shape + [classes], values),
      try folder.write("y.npy", "<i8", shape, targets),
    ]
  }

  private func write(
    _ lengths: String, in folder: borrowing TemporaryFolder
  ) throws -> String {
    try folder.write("lengths.txt", bytes: Array(lengths.utf8))
  }

  private func losses(_ rows: some Sequence<Int>) -> [Double] {
    rows.map { -logs[$0][targets[$0]] }
  }

  @Test func recordsAndMeans() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("sequences.csv")
    let lengths = try write("2\n5\n1\n4\n", in: folder)
    let arguments =
      try files(in: folder) + ["--sequences", lengths, "--per-sequence", path]
    let means = rows.map { Textbook.mean(losses($0)) }
    let macro = Textbook.mean(means)
    let figures = try Figures("evaluate", arguments)
    figures.expect([
      "sequences": ([4], 0), "exactSequences": ([2], 0),
      "macroLoss": ([macro], 1e-14), "macroPerplexity": ([exp(macro)], 1e-13),
      "loss": ([Textbook.mean(losses(0..<12))], 1e-14),
    ])
    let lines = String(decoding: try contents(of: path), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines[0] == "samples,correct,exact,loss,perplexity")
    for (index, line) in lines.dropFirst().enumerated() {
      let numbers = line.split(separator: ",").compactMap { Double($0) }
      let (count, mean) = (Double(self.lengths[index]), means[index])
      let isExact = index == 1 || index == 2
      #expect(
        isNear(
          numbers,
          [
            count, isExact ? count : count - 1, isExact ? 1 : 0, mean,
            exp(mean),
          ],
          1e-13))
    }
    #expect(lines.count == 5)
    // The same numbers as NPY.
    let binary = folder.path("sequences.npy")
    _ = try output(
      ["evaluate"] + arguments.dropLast() + [binary])
    let bytes = Array(try contents(of: binary))
    #expect(bytes.count % 64 == 4 * 40 % 64)
    let words = bytes.suffix(4 * 40).withUnsafeBytes {
      Array($0.bindMemory(to: UInt64.self))
    }
    #expect(words.count == 20)
    let csv = lines.dropFirst().map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    for index in 0..<4 {
      let record = Array(words[(5 * index)..<(5 * index + 5)])
      #expect(
        record[..<3].map { Double($0) }
          + record[3...].map(Double.init(bitPattern:))
          == csv[index])
    }
    let text = TextLines(try output(["evaluate"] + arguments))
    #expect(text["sequences"] == "4")
  }

  /// Without a file, sequences are on the last axis of the samples.
  @Test func sequencesOnAnAxis() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s.csv")
    for (shape, exact) in [([3, 4], 1), ([2, 2, 3], 2), ([12], 0)] {
      let figures = try Figures(
        "evaluate", files(in: folder, shape) + ["--per-sequence", path])
      let length = shape.last ?? 0
      #expect(figures["sequences"] == Double(12 / length))
      #expect(figures["exactSequences"] == Double(exact))
    }
  }

  /// Sequences of a packed file, each scored with its own next labels.
  @Test func shiftedWithinSequences() throws {
    let folder = try TemporaryFolder()
    let rows = [0..<3, 3..<8, 8..<12]
    let lengths = try write("3\n5\n4", in: folder)
    let losses = rows.flatMap { rows in
      rows.dropLast().map { -logs[$0][targets[$0 + 1]] }
    }
    let figures = try Figures(
      "evaluate",
      files(in: folder) + ["--shift", "--sequences", lengths])
    figures.expect([
      "samples": ([9], 0), "loss": ([Textbook.mean(losses)], 1e-14),
    ])
  }

  /// Ignored samples do not count; a sequence of them alone has no figures.
  @Test func ignoredSequences() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s.csv")
    var labels = targets
    for row in [0, 1, 2, 3, 9] { labels[row] = -1 }
    let files = [
      try folder.write("x.npy", "<f8", [3, 4, classes], values),
      try folder.write("y.npy", "<i8", [3, 4], labels),
    ]
    let figures = try Figures(
      "evaluate", files + ["--ignore-index", "-1", "--per-sequence", path])
    let macro =
      (Textbook.mean(losses(4..<8)) + Textbook.mean(losses([8, 10, 11]))) / 2
    figures.expect([
      "sequences": ([3], 0), "exactSequences": ([2], 0),
      "macroLoss": ([macro], 1e-14),
    ])
    let text = String(decoding: try contents(of: path), as: UTF8.self)
    #expect(text.contains("\n0,0,0,nan,nan\n"))
  }

  @Test func bitsPerByte() throws {
    let folder = try TemporaryFolder()
    let figures = try Figures(
      "evaluate", files(in: folder) + ["--bytes", "50"])
    let bits = losses(0..<12).reduce(0, +) / log(2) / 50
    #expect(isNear(figures["bitsPerByte"], bits, 1e-14))
    #expect(try CommandRun("evaluate", "a", "b", "--bytes", "0").status == 64)
  }

  @Test func invalidLengths() throws {
    let folder = try TemporaryFolder()
    let files = try files(in: folder)
    func refuse(_ text: String, _ message: String, _ more: [String] = []) throws
    {
      let path = try write(text, in: folder)
      try expectFailure(
        ["evaluate", "--sequences", path] + files + more,
        message.hasPrefix("--")
          ? "\(files[0]): \(message)" : "\(path): \(message)")
    }
    try refuse("", "sequences have 0 samples together, and the logits 12")
    try refuse("5\n6", "sequences have 11 samples together, and the logits 12")
    try refuse("5\n8", "line 2: sequences are longer than 12 samples")
    try refuse(
      "5\n\(Int.max)", "line 2: sequences are longer than 12 samples")
    for wrong in ["0", "-1", "a", "1.5", "99999999999999999999"] {
      try refuse("11\n\(wrong)", "line 2 is not a length: \(wrong)")
    }
    try refuse(
      "11\n1",
      "--shift needs sequences of 2 positions or more, and sequence 1 has 1",
      ["--shift"])
  }
}
