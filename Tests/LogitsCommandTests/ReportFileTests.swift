import Foundation
import TestSupport
import Testing

/// The file of `evaluate --report`.
@Suite struct ReportFileTests {
  private func text(_ path: String) throws -> String {
    String(decoding: try contents(of: path), as: UTF8.self)
  }

  @Test func showsTheFigures() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let files = try fixture.write(to: folder)
      let report = folder.path("report.html")
      let lines = TextLines(
        try output(["evaluate", "--report", report] + files))
      #expect(lines["samples"] == "\(fixture.samples)")
      let page = try text(report)
      #expect(page.contains("<title>x.npy</title>"))
      for (name, value) in [
        ("Cross-entropy", String(format: "%.4f", fixture.loss)),
        ("Accuracy", String(format: "%.2f %%", 100 * fixture.accuracy)),
        (
          "Calibration error",
          String(format: "%.2f %%", 100 * fixture.calibrationErrorOneInLastBin)
        ),
        ("Brier score", String(format: "%.4f", fixture.brier)),
        ("Mean entropy", String(format: "%.4f", fixture.entropy)),
      ] {
        #expect(page.contains("<dt>\(name)</dt><dd>\(value)</dd>"), "\(name)")
      }
      let topFive = String(format: "%.2f %%", 100 * fixture.topFiveAccuracy)
      #expect(
        page.contains("<dt>Top 5</dt><dd>\(topFive)</dd>")
          == (fixture.classes > 5))
      let classes =
        fixture.classes < 1000 ? "\(fixture.classes)" : "1\u{202f}000"
      #expect(page.contains("\(fixture.samples) samples, \(classes) classes"))
      #expect(try folder.names.sorted() == ["report.html", "x.npy", "y.npy"])
    }
  }

  /// The printed figures are the same with and without a report.
  @Test func printsTheSame() throws {
    let folder = try TemporaryFolder()
    let files = try EvaluationFixture.all()[6].write(to: folder)
    let plain = try Figures("evaluate", files)
    let others = [
      "--report", folder.path("r.html"), "--per-sample", folder.path("s.npy"),
    ]
    #expect(try Figures("evaluate", files + others).exact == plain.exact)
    #expect(try folder.names.sorted() == ["r.html", "s.npy", "x.npy", "y.npy"])
  }

  /// Sequences and a fitted temperature have sections of their own.
  @Test func sectionsAskedFor() throws {
    let folder = try TemporaryFolder()
    let report = folder.path("r.html")
    let lengths = try folder.write("n.txt", bytes: Array("2\n3\n1".utf8))
    let arguments = [
      "evaluate",
      try folder.write(
        "x.npy", "<f8", [6, 2], [1.0, 0, 0, 2, 3, 0, 0, 1, 1, 0, 4, 0]),
      try folder.write("y.npy", "|u1", [6], [0, 1, 1, 1, 0, 0] as [UInt8]),
      "--report", report,
    ]
    let plain = try output(arguments + ["--json"])
    #expect(try !text(report).contains("<h2>Sequences</h2>"))
    #expect(!plain.contains("macroLoss"))
    _ = try output(
      arguments + ["--sequences", lengths, "--fit-temperature"])
    let page = try text(report)
    #expect(page.contains("<h2>Sequences</h2>"))
    #expect(page.contains("<h2>Calibration at the fitted temperature</h2>"))
    #expect(page.contains("<dt>Sequences</dt><dd>3</dd>"))
    #expect(page.contains("<dt>All right</dt><dd>2</dd>"))
    let middle = (log(1 + exp(3.0)) + 2 * log(1 + exp(-1.0))) / 3
    let row = String(
      format: "<tr><th scope=\"row\">1</th><td>3</td><td>66.67\u{202f}%%</td>"
        + "<td>%.4f</td></tr>", middle)
    // The sequence of the largest loss is the first row.
    #expect(page.contains("<tbody>\n\(row)"))
    for key in [
      "Largest gap", "Bins of equal mass", "By predicted class",
    ] {
      #expect(page.contains("<dt>\(key)</dt>"))
    }
    #expect(page.contains("<summary>Bins of equal mass</summary>"))
  }

  @Test func ignoredSamplesAreLeftOut() throws {
    let folder = try TemporaryFolder()
    let report = folder.path("r.html")
    _ = try output([
      "evaluate",
      folder.write("x.npy", "<f8", [3, 2], [0, 1.0, .nan, .nan, 2, 0]),
      folder.write("y.npy", "<i2", [3], [1, -100, 0] as [Int16]),
      "--report", report, "--ignore-index", "-100",
    ])
    let page = try text(report)
    #expect(page.contains("2 samples, 2 classes"))
    #expect(!page.contains("Losses not shown"))
  }

  /// Both paths are checked before the work, and no file is left.
  @Test func failuresLeaveNothingBehind() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [2, 2], [1.0, 2, 3, 4])
    let labels = try folder.write("y.npy", "|u1", [2], [0, 1] as [UInt8])
    let old = try folder.write("old.html", bytes: Array("old".utf8))
    let samples = folder.path("s.npy")
    let before = try folder.names.sorted()
    for (report, records, message) in [
      (folder.path("no/r.html"), samples, "r.html: cannot be written"),
      (folder.path(""), samples, "is a directory"),
      (old, folder.path("no/s.npy"), "s.npy: cannot be written"),
      // The same path for both.
      (old, old, "old.html: cannot be written: File exists"),
    ] {
      try expectFailure(
        [
          "evaluate", logits, labels, "--report", report, "--per-sample",
          records,
        ], containing: message)
      #expect(try folder.names.sorted() == before)
    }
    #expect(try text(old) == "old")
  }
}
