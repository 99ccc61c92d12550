import Foundation
import TestSupport
import Testing

/// Sequences, scored with the labels of their positions or of the next ones.
@Suite struct ShiftTests {
  private let logits = Fixtures.path("Cases/sequences_logits.npy")
  private let labels = Fixtures.path("Cases/sequences_labels.npy")

  /// PyTorch 2.13, in float64: with x and y the fixture,
  /// `cross_entropy(x.flatten(0, 1), y.flatten())` and
  /// `cross_entropy(x[:, :-1].flatten(0, 1), y[:, 1:].flatten())`.
  @Test func rightLosses() throws {
    // The logits are Floats: half an ulp of a sum of exponentials.
    let tolerance = 6e-8
    let files = [logits, labels, "--ignore-index", "-100"]
    let plain = try Figures("evaluate", files)
    plain.expect([
      "loss": ([1.752741414], tolerance), "samples": ([7], 0),
      "ignoredSamples": ([1], 0),
    ])
    let shifted = try Figures("evaluate", files + ["--shift"])
    shifted.expect([
      "loss": ([2.452549908], tolerance), "samples": ([5], 0),
      "ignoredSamples": ([1], 0),
    ])
    let lines = TextLines(try output(["evaluate", "--shift"] + files))
    #expect(lines["shift"] == "each of 2 sequences without its last position")
    let compared = try Figures(
      "compare", [logits, logits] + files[1...] + ["--shift"])
    compared.expect([
      "baseLoss": ([2.452549908], tolerance), "samples": ([5], 0),
      "ignoredSamples": ([1], 0), "meanDivergence": ([0], 0),
    ])
  }

  /// Blocks end within sequences; the rows that count, as a file of their own,
  /// have the same figures.
  @Test func blocksAndRecords() throws {
    let folder = try TemporaryFolder()
    let (sequences, positions, classes) = (2, 1500, 500)
    let values = (0..<sequences * positions * classes).map {
      Float($0 * 37 % 1001 % 13)
    }
    let targets = (0..<sequences * positions).map { Int32($0 * 11 % classes) }
    let last = Set((1...sequences).map { $0 * positions - 1 })
    let kept = targets.indices.filter { !last.contains($0) }
    let rows = kept.flatMap { values[($0 * classes)..<(($0 + 1) * classes)] }
    let shape = [sequences, positions, classes]
    func figures(_ name: String, _ arguments: [String]) throws -> (
      [String: String], Data
    ) {
      let records = folder.path(name)
      let figures = try Figures(
        "evaluate", arguments + ["--per-sample", records])
      return (figures.exact, try contents(of: records))
    }
    let shifted = try figures(
      "a.npy",
      [
        folder.write("x.npy", "<f4", shape, values),
        folder.write("y.npy", "<i4", [sequences, positions], targets),
        "--shift",
      ])
    let plain = try figures(
      "b.npy",
      [
        folder.write("p.npy", "<f4", [kept.count, classes], rows),
        folder.write(
          "q.npy", "<i4", [kept.count], kept.map { targets[$0 + 1] }),
      ])
    #expect(shifted.0 == plain.0)
    #expect(shifted.1 == plain.1)
  }

  @Test func oneSequence() throws {
    let folder = try TemporaryFolder()
    let values = Eighths.values(12)
    let targets = [2, 0, 1, 2]
    let labels = try folder.write("y.npy", "<i8", [4], targets)
    let losses = zip(Textbook.rows(values, 3), targets[1...]).map {
      -Textbook.logSoftmax($0)[$1]
    }
    for shape in [[4, 3], [1, 4, 3]] {
      let logits = try folder.write("x.npy", "<f8", shape, values)
      let figures = try Figures("evaluate", [logits, labels, "--shift"])
      #expect(isNear(figures["loss"], Textbook.mean(losses), 1e-13))
      let lines = TextLines(
        try output(["evaluate", logits, labels, "--shift"]))
      #expect(
        lines["shift"] == "the whole file is one sequence")
    }
    for shape in [[4, 1, 3], [4, 3, 1]] {
      let logits = try folder.write("x.npy", "<f8", shape, values)
      let axis = shape[1] == 1 ? 2 : 1
      try expectFailure(
        ["evaluate", logits, labels, "--shift", "--class-axis", "\(axis)"],
        "\(logits): --shift needs sequences of 2 positions or more, and "
          + "sequence 0 has 1")
    }
  }

  /// Several labels are ignored, with `--shift` and without.
  @Test func severalIgnoredLabels() throws {
    let folder = try TemporaryFolder()
    let values = Eighths.values(15)
    let logits = try folder.write("x.npy", "<f8", [5, 3], values)
    let targets = [1, -100, 2, 0, -7]
    let labels = try folder.write("y.npy", "<i2", [5], targets.map(Int16.init))
    let logs = Textbook.rows(values, 3).map { Textbook.logSoftmax($0) }
    let options = ["--ignore-index", "-100", "--ignore-index", "-7"]
    func expect(_ losses: [Double], ignored: Double, _ more: [String]) throws {
      try Figures("evaluate", [logits, labels] + options + more).expect([
        "loss": ([Textbook.mean(losses)], 1e-13),
        "samples": ([Double(losses.count)], 0),
        "ignoredSamples": ([ignored], 0),
      ])
    }
    try expect([-logs[0][1], -logs[2][2], -logs[3][0]], ignored: 2, [])
    try expect([-logs[1][2], -logs[2][0]], ignored: 2, ["--shift"])
    // A class may be ignored, too.
    try expect(
      [-logs[0][1], -logs[2][2]], ignored: 3, ["--ignore-index", "0"])
    try expectFailure(
      ["evaluate", logits, labels] + options[..<2],
      "\(labels): row 4: label -7 is not a class from 0 to 2; "
        + "--ignore-index -7 leaves such samples out")
  }
}
