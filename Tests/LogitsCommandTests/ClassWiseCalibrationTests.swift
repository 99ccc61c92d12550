import Foundation
import TestSupport
import Testing

/// The calibration error of the probabilities of all classes, against the formula of
/// its papers.
@Suite struct ClassWiseCalibrationTests {
  private let option = "--class-wise-calibration"
  private let key = "classWiseCalibrationError"
  private let classes = 5
  private let values = Eighths.values(60 * 5).map { $0 / 3 }
  private var rows: [[Double]] { Textbook.rows(values, classes) }
  private var targets: [Int] { rows.indices.map { $0 * 3 % classes } }

  /// 1/C Σ_c Σ_b n_cb / N |frequency − mean probability|.
  private func error(
    _ rows: [[Double]], _ targets: [Int], bins: Int, temperature: Double = 1
  ) -> Double {
    let probabilities = rows.map {
      Textbook.logSoftmax($0, temperature: temperature).map { exp($0) }
    }
    let classes = rows[0].count
    let errors = (0..<classes).map { index in
      let samples = zip(probabilities, targets).map {
        (probability: $0[index], isTrue: $1 == index)
      }
      let groups = Dictionary(grouping: samples) {
        min(Int($0.probability * Double(bins)), bins - 1)
      }
      return groups.values.reduce(0) { sum, group in
        let n = Double(group.count)
        let frequency = Double(group.count { $0.isTrue }) / n
        let mean = Textbook.mean(group.map(\.probability))
        return sum + n / Double(rows.count) * abs(frequency - mean)
      }
    }
    return Textbook.mean(errors)
  }

  private func files(
    in folder: borrowing TemporaryFolder
  ) throws -> [String] {
    [
      try folder.write("x.npy", "<f8", [rows.count, classes], values),
      try folder.write("y.npy", "<i8", [rows.count], targets),
    ]
  }

  @Test(arguments: [1, 7, 15, 100])
  func formula(_ bins: Int) throws {
    let folder = try TemporaryFolder()
    let arguments = try files(in: folder) + ["--bins", "\(bins)"]
    let figures = try Figures("evaluate", arguments + [option])
    let expected = error(rows, targets, bins: bins)
    #expect(expected > 0.001)
    figures.expect([key: ([expected], 1e-13)])
    let lines = TextLines(try output(["evaluate", option] + arguments))
    #expect(
      lines["class-wise"] == String(format: "%.2f %%", 100 * expected))
    // Nothing else changes, and nothing is said that nobody asked for.
    let plain = try Figures("evaluate", arguments)
    var exact = figures.exact
    #expect(exact.removeValue(forKey: key) != nil)
    #expect(exact == plain.exact)
    #expect(
      TextLines(try output(["evaluate"] + arguments))["class-wise"] == nil)
  }

  @Test func temperatureAndSamplesThatDoNotCount() throws {
    let folder = try TemporaryFolder()
    var values = values
    values[7 * classes] = .nan
    values[8 * classes + 1] = .infinity
    let files = [
      try folder.write("x.npy", "<f8", [rows.count, classes], values),
      try folder.write("y.npy", "<i8", [rows.count], targets),
    ]
    let kept = rows.indices.filter { targets[$0] != 4 && $0 != 7 && $0 != 8 }
    let figures = try Figures(
      "evaluate",
      files + [option, "--ignore-index", "4", "--temperature", "2.5"])
    let expected = error(
      kept.map { rows[$0] }, kept.map { targets[$0] }, bins: 15,
      temperature: 2.5)
    figures.expect([key: ([expected], 1e-13)])
    let shifted = try Figures(
      "evaluate", self.files(in: folder) + [option, "--shift"])
    shifted.expect([
      key: (
        [error(Array(rows.dropLast()), Array(targets.dropFirst()), bins: 15)],
        1e-13
      )
    ])
  }

  /// Classes on another axis, the first of more, a single logit, and probabilities
  /// as labels, of which the largest counts.
  @Test func otherInput() throws {
    let folder = try TemporaryFolder()
    let plain = try Figures("evaluate", files(in: folder) + [option])
    let planes = stride(from: 0, to: rows.count, by: 20).flatMap { start in
      (0..<classes).flatMap { index in
        (start..<start + 20).map { rows[$0][index] }
      }
    }
    let labels = folder.path("y.npy")
    let other = try Figures(
      "evaluate",
      [
        folder.write("p.npy", "<f8", [3, classes, 20], planes), labels, option,
        "--class-axis", "1",
      ])
    #expect(isNear(other[key], plain[key], 1e-13))
    let padded: [Double] = rows.flatMap { row in row + [9, 9] }
    let first = try Figures(
      "evaluate",
      [
        folder.write("w.npy", "<f8", [rows.count, classes + 2], padded), labels,
        option, "--classes", "\(classes)",
      ])
    #expect(isNear(first[key], plain[key], 1e-13))
    let soft = targets.flatMap { target in
      (0..<classes).map { $0 == target ? 0.75 : 0.0625 }
    }
    let softened = try Figures(
      "evaluate",
      [
        folder.path("x.npy"),
        folder.write("s.npy", "<f8", [rows.count, classes], soft), option,
      ])
    #expect(softened[key] == plain[key])
    let binary = targets.map { $0 % 2 }
    let single = try Figures(
      "evaluate",
      [
        folder.write(
          "b.npy", "<f8", [rows.count, 1], rows.map { $0[0] }),
        folder.write("z.npy", "<i8", [rows.count], binary), option,
      ])
    single.expect([
      key: ([error(rows.map { [0, $0[0]] }, binary, bins: 15)], 1e-13)
    ])
  }

  /// More than a block of logits: neither blocks nor threads show, nor parts.
  @Test func partsOfAWhole() throws {
    let folder = try TemporaryFolder()
    let samples = 300_000
    let values = (0..<samples * classes).map { Float($0 * 37 % 1009) / 100 }
    let targets = (0..<samples).map { UInt8($0 * 7 % 11 % classes) }
    func figures(_ range: Range<Int>, _ more: [String]) throws -> Figures {
      let elements = range.lowerBound * classes..<range.upperBound * classes
      return try Figures(
        "evaluate",
        [
          folder.write(
            "x.npy", "<f4", [range.count, classes], Array(values[elements])),
          folder.write("y.npy", "|u1", [range.count], Array(targets[range])),
          option,
        ] + more)
    }
    let whole = try figures(0..<samples, ["--threads", "1"])
    #expect(whole[key] > 0.01)
    #expect(
      try figures(0..<samples, ["--threads", "3"]).exact == whole.exact)
    let cuts = [0, 1, 7001, samples]
    let parts = zip(cuts, cuts.dropFirst()).enumerated().map {
      (folder.path("\($0).json"), $1.0..<$1.1)
    }
    for (path, range) in parts { _ = try figures(range, ["--summary", path]) }
    let merged = try Figures("merge", parts.map(\.0).reversed())
    #expect(merged[key] == whole[key])
    let without = folder.path("without.json")
    _ = try output(
      ["evaluate", folder.path("x.npy"), folder.path("y.npy")]
        + ["--summary", without])
    try expectFailure(
      ["merge", parts[0].0, without],
      "\(without): does not fit \(parts[0].0): was made with "
        + "\(option) false, not true")
  }

  @Test func tooManyClasses() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.writeZeros("x.npy", 1, 65)
    let labels = try folder.write("y.npy", "|u1", [1], [0] as [UInt8])
    let page = folder.path("page.html")
    let arguments = ["evaluate", logits, labels, option, "--report", page]
    try expectFailure(
      arguments + ["--bins", "65536"],
      "\(logits): has 65 classes, and \(option) with --bins 65536 takes 64 at "
        + "most; fewer --bins take more classes")
    #expect(!FileManager.default.fileExists(atPath: page))
    _ = try output(arguments + ["--bins", "60000"])
    let html = String(decoding: try contents(of: page), as: UTF8.self)
    #expect(html.contains("<dt>Class-wise</dt>"))
  }

  @Test func nothingToCount() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [1, 2], [Double.nan, 0])
    let labels = try folder.write("y.npy", "|u1", [1], [0] as [UInt8])
    let figures = try Figures("evaluate", [logits, labels, option])
    #expect(figures.keys.contains(key))
    #expect(figures[key].isNaN)
  }

  @Test func invalidSummaries() throws {
    let folder = try TemporaryFolder()
    let part = folder.path("a.json")
    _ = try output(
      ["evaluate", option, "--summary", part] + files(in: folder))
    let text = String(decoding: try contents(of: part), as: UTF8.self)
    let gaps = try #require(
      text.firstMatch(of: #/"gaps":"([^"]*)"/#)?.output.1)
    func refuse(_ old: String, _ new: String, _ words: String) throws {
      #expect(text.contains(old))
      let path = try folder.write(
        "b.json", bytes: Array(text.replacing(old, with: new).utf8))
      let message = try failure(["merge", part, path])
      #expect(message.hasPrefix("Error: \(path): \(words)"), "\(message)")
    }
    let noSummary = "is not a summary that evaluate --summary wrote"
    try refuse(String(gaps), "AAAA" + gaps.dropLast(4), noSummary)
    try refuse(String(gaps), String(gaps.dropLast(4)), noSummary)
    try refuse(String(gaps), "?", noSummary)
    let far = Data(repeating: 0x7f, count: 16 * 75).base64EncodedString()
    try refuse(String(gaps), far, noSummary)
    let own = #""classWise":{"bins":15,"classes":5,"#
    for (bins, classes) in [
      ("0", "5"), ("15", "0"), ("-15", "-5"), ("15", "4"),
      ("\(Int.max)", "\(Int.max)"),
    ] {
      try refuse(
        own, #""classWise":{"bins":\#(bins),"classes":\#(classes),"#, noSummary)
    }
    let contradiction = "has numbers that contradict each other"
    try refuse(
      own, #""classWise":{"bins":5,"classes":15,"#, contradiction)
    try refuse(
      #""class-wise-calibration":"true""#,
      #""class-wise-calibration":"false""#, contradiction)
    let samples = #""samples":60}"#
    try refuse(samples, #""samples":61}"#, contradiction)
    try refuse(samples, #""samples":-1}"#, noSummary)
    try refuse(samples, #""samples":\#(1 << 41)}"#, noSummary)
  }
}
