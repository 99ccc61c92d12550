import Foundation
import TestSupport
import Testing

/// Summaries in files, and their sum.
@Suite struct MergeTests {
  private let options = [
    "--top-k", "1,2,3", "--bins", "7", "--ignore-index", "2",
    "--label-smoothing", "0.125", "--class-wise-calibration",
  ]

  /// Parts of any size have the figures of one run, bit for bit.
  @Test(arguments: [[0, 1, 40], [0, 7, 7, 22, 40]])
  func figuresOfOneRun(_ cuts: [Int]) throws {
    let folder = try TemporaryFolder()
    let classes = 5
    var values = Eighths.values(40 * classes)
    values[25 * classes] = .nan
    let targets = (0..<40).map { UInt8($0 * 3 % classes) }
    func files(_ rows: Range<Int>) throws -> [String] {
      [
        try folder.write(
          "x.npy", "<f8", [rows.count, classes],
          Array(
            values[(rows.lowerBound * classes)..<(rows.upperBound * classes)])),
        try folder.write("y.npy", "|u1", [rows.count], Array(targets[rows])),
      ]
    }
    var whole = try Figures("evaluate", files(0..<40) + options).exact
    #expect(whole.removeValue(forKey: "topLabelCalibrationError") != nil)
    var parts: [String] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let part = folder.path("\(parts.count).json")
      _ = try output(
        ["evaluate", "--summary", part] + files(start..<end) + options)
      parts.append(part)
    }
    let merged = try Figures("merge", parts)
    #expect(merged.exact == whole)
    #expect(merged["firstNonFiniteRow"] == 25)
    let lines = TextLines(try output(["merge"] + parts))
    #expect(lines["parts"] == "\(parts.count)")
    #expect(lines["samples"] == "32")
    #expect(lines["by prediction"] == "n/a: not in summaries")
  }

  @Test func partsThatDoNotFit() throws {
    let folder = try TemporaryFolder()
    let ones = try folder.write("w.npy", "<f8", [3], [1.0, 1, 2])
    func part(_ name: String, classes: Int = 3, _ more: [String]) throws
      -> String
    {
      let path = folder.path(name)
      _ = try output(
        [
          "evaluate",
          folder.write(
            "x.npy", "<f8", [2, classes],
            Eighths.values(2 * classes).map { $0 - 8 }),
          folder.write("y.npy", "|u1", [2], [1, 0] as [UInt8]),
          "--summary", path,
        ] + more)
      return path
    }
    let first = try part("a.json", [])
    for (more, words) in [
      (["--label-smoothing", "0.5"], "--label-smoothing 0.5, not 0.0"),
      (["--temperature", "2"], "--temperature 2.0, not 1.0"),
      (["--ignore-index", "-1"], "--ignore-index -1, not none"),
      (
        ["--input", "log-probabilities"],
        "--input log-probabilities, not logits"
      ),
      (["--class-weights", ones], "--class-weights 1.0,1.0,2.0, not none"),
    ] {
      let other = try part("b.json", more)
      try expectFailure(
        ["merge", first, other],
        "\(other): does not fit \(first): was made with \(words)")
    }
    let wide = try part("c.json", classes: 4, [])
    try expectFailure(
      ["merge", first, wide],
      "\(wide): does not fit \(first): was made with 4 classes, not 3")
    let bins = try part("d.json", ["--bins", "3"])
    try expectFailure(["merge", first, bins], containing: "15 and 3 bins")
    let tops = try part("e.json", ["--top-k", "1"])
    try expectFailure(
      ["merge", first, tops], containing: "top [1, 5] and top [1]")
    try expectFailure(["merge", first, first], "\(first): is given twice")
  }

  @Test func invalidSummaries() throws {
    let folder = try TemporaryFolder()
    let part = folder.path("a.json")
    _ = try output(
      ["evaluate", Digits.logits, Digits.labels, "--summary", part])
    let text = String(decoding: try contents(of: part), as: UTF8.self)
    func refuse(_ text: String, _ words: String) throws {
      let path = try folder.write("b.json", bytes: Array(text.utf8))
      let message = try failure(["merge", part, path])
      #expect(message.hasPrefix("Error: \(path): \(words)"))
    }
    let noSummary = "is not a summary that evaluate --summary wrote"
    try refuse("", noSummary)
    try refuse("{}", noSummary)
    try refuse(String(repeating: "[", count: 100_000), noSummary)
    try refuse(
      text.replacing("\"vector\":[", with: "\"vector\":[1,"), noSummary)
    try refuse(
      text.replacing("\"vector\":[", with: "\"vector\":[-"), noSummary)
    let contradiction = "has numbers that contradict each other"
    for rows in ["-1", "1796", "\(Int.max)"] {
      try refuse(
        text.replacing("\"rows\":1797", with: "\"rows\":\(rows)"), contradiction
      )
    }
    try refuse(
      text.replacing(
        "\"confidences\":[[", with: "\"confidences\":[[9999,1,1,0,0],["),
      noSummary)
    try refuse(
      text.replacing(
        "\"confidences\":[[", with: "\"confidences\":[[1,1798,1,0,0],["),
      contradiction)
    try refuse(
      text.replacing("\"classes\":10", with: "\"classes\":0"), contradiction)
    try refuse(
      text.replacing("\"rows\"", with: "\"firstNonFiniteRow\":1797,\"rows\""),
      contradiction)
    try refuse(
      text.replacing("\"version\":\"", with: "\"version\":\"1"),
      "does not fit \(part): was made with version")
    let missing = folder.path("none.json")
    try expectFailure(
      ["merge", missing],
      "\(missing): cannot be opened: No such file or directory")
    try expectFailure(
      ["merge", folder.path("")], containing: "cannot be read: Is a directory")
    #expect(try CommandRun("merge").status == 64)
  }
}
