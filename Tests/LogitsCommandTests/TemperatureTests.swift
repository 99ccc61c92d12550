import Foundation
import TestSupport
import Testing

/// `--fit-temperature`, and the bins of the calibration error.
@Suite struct TemperatureTests {
  private let classes = 4
  private let values = Eighths.values(160)

  private var rows: [[Double]] { Textbook.rows(values, classes) }

  /// The largest logit's class, and every third time another.
  private var targets: [Int] {
    rows.enumerated().map { row, logits in
      let best = Textbook.argmax(logits)
      return row % 3 == 0 ? (best + 1 + row % 2) % classes : best
    }
  }

  private func loss(_ rows: Range<Int>, _ temperature: Double) -> Double {
    Textbook.mean(
      rows.map {
        -Textbook.logSoftmax(self.rows[$0], temperature: temperature)[
          targets[$0]]
      })
  }

  /// The middle of an interval that the loss says has its minimum: the loss is
  /// as flat there as rounding lets it be seen.
  private func best(_ rows: Range<Int>) -> Double {
    func slope(_ logT: Double) -> Double {
      loss(rows, exp(logT + 1e-4)) - loss(rows, exp(logT - 1e-4))
    }
    var (low, high) = (-5.0, 5.0)
    while high - low > 1e-10 {
      let middle = (low + high) / 2
      if slope(middle) < 0 { low = middle } else { high = middle }
    }
    return exp((low + high) / 2)
  }

  private func files(
    in folder: borrowing TemporaryFolder, _ type: String = "<f8",
    scale: Double = 1
  ) throws -> [String] {
    let values = values.map { $0 * scale }
    return [
      type == "<f8"
        ? try folder.write("x.npy", type, [40, classes], values)
        : try folder.write(
          "x.npy", type, [40, classes], values.map(Float.init)),
      try folder.write("y.npy", "<i8", [40], targets),
    ]
  }

  @Test(arguments: [1, 0.125, 8], ["<f8", "<f4"])
  func smallestLoss(_ scale: Double, _ type: String) throws {
    let folder = try TemporaryFolder()
    let figures = try Figures(
      "evaluate", files(in: folder, type, scale: scale) + ["--fit-temperature"])
    let expected = best(0..<40)
    let fitted = figures["fittedTemperature"]
    #expect(abs(log(fitted / scale / expected)) < 2e-6)
    #expect(isNear(figures["fittedLoss"], loss(0..<40, expected), 1e-6))
    #expect(isNear(figures["loss"], loss(0..<40, 1 / scale), 1e-4))
    #expect(figures["fittedSamples"] == 40)
    // What evaluating at that temperature says.
    let after = try Figures(
      "evaluate",
      files(in: folder, type, scale: scale) + ["--temperature", "\(fitted)"])
    #expect(figures["fittedLoss"] == after["loss"])
    #expect(
      figures["fittedCalibrationError"] == after["expectedCalibrationError"])
  }

  /// Found on some samples, reported on the others.
  @Test func onOtherSamples() throws {
    let folder = try TemporaryFolder()
    let arguments =
      try files(in: folder) + ["--fit-temperature", "--fit-on", "25"]
    let expected = best(0..<25)
    let figures = try Figures("evaluate", arguments)
    #expect(abs(log(figures["fittedTemperature"] / expected)) < 2e-6)
    figures.expect([
      "fittedSamples": ([25], 0), "samples": ([15], 0),
      "loss": ([loss(25..<40, 1)], 1e-12),
      "fittedLoss": ([loss(25..<40, expected)], 1e-6),
    ])
    let text = try output(["evaluate"] + arguments)
    let lines = TextLines(text)
    #expect(lines["fitted temperature"]?.hasSuffix(", on 25 samples") == true)
    #expect(text.contains(" → "))
  }

  /// A summary counts the rows of what it summarizes.
  @Test func summaryOfOtherSamples() throws {
    let folder = try TemporaryFolder()
    let part = folder.path("part.json")
    let rows: [Double] = [1, 2, 4, 3, 3, 4, 1, 2, 1, .nan]
    let arguments = [
      "evaluate", try folder.write("x.npy", "<f8", [5, 2], rows),
      try folder.write("y.npy", "|u1", [5], [1, 0, 0, 1, 1] as [UInt8]),
      "--fit-temperature", "--fit-on", "3", "--summary", part,
    ]
    #expect(
      TextLines(try output(arguments))["not finite"] == "1, the first in row 4")
    let figures = try Figures("merge", [part])
    #expect(figures["samples"] == 2)
    #expect(figures["firstNonFiniteRow"] == 1)
  }

  @Test func noTemperature() throws {
    let folder = try TemporaryFolder()
    func refuse(
      _ targets: [Int], _ message: String, _ values: [Double], _ more: [String]
    ) throws {
      let logits = try folder.write("x.npy", "<f8", [2, 2], values)
      let labels = try folder.write("y.npy", "<i8", [2], targets)
      try expectFailure(
        ["evaluate", logits, labels, "--fit-temperature"] + more,
        "\(logits): \(message)")
    }
    let values: [Double] = [1, 2, 4, 3]
    try refuse(
      [1, 0], "no temperature fits: the lower it is, the smaller is the loss",
      values, [])
    try refuse(
      [0, 1], "no temperature fits: the higher it is, the smaller is the loss",
      values, [])
    for odd in [Double.nan, .infinity, -.infinity] {
      try refuse(
        [1, 0],
        "no temperature fits: the mean loss is not finite; see the samples with "
          + "--per-sample", [1, 2, odd, 3], [])
    }
    try refuse(
      [1, 0], "--fit-on 2 leaves none of 2 samples to report on", values,
      ["--fit-on", "2"])
    try refuse(
      [1, 1], "has no samples to fit a temperature on", values,
      ["--ignore-index", "1"])
    for options in [
      ["--fit-on", "1"], ["--fit-temperature", "--fit-on", "0"],
      ["--fit-temperature", "--temperature", "2"],
      ["--fit-temperature", "--label-smoothing", "0.1"],
    ] {
      #expect(try CommandRun(["evaluate", "a", "b"] + options).status == 64)
    }
  }

  /// Of all samples in one bin, the gap of mean confidence and accuracy.
  @Test func bins() throws {
    let folder = try TemporaryFolder()
    let figures = try Figures("evaluate", files(in: folder) + ["--bins", "1"])
    let confidences = rows.map { exp(Textbook.logSoftmax($0).max() ?? 0) }
    let right = zip(rows, targets).count { Textbook.argmax($0) == $1 }
    let gap = abs(Textbook.mean(confidences) - Double(right) / 40)
    #expect(isNear(figures["expectedCalibrationError"], gap, 1e-12))
    for bins in ["0", "65537", "-1"] {
      let run = try CommandRun("evaluate", "a", "b", "--bins=\(bins)")
      #expect(run.status == 64)
    }
  }
}
