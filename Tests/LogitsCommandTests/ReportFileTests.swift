import Foundation
import TestSupport
import Testing

/// The file of `evaluate --report`.
@Suite struct ReportFileTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  @Test func showsTheFigures() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let files = try fixture.write(to: folder)
      let report = folder.path("report.html")
      let run = try CommandRun(["evaluate", "--report", report] + files)
      #expect(run.status == 0)
      #expect(run.errors == "")
      #expect(TextLines(run.output)["samples"] == "\(fixture.samples)")
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

  /// The figures that are printed do not depend on whether there is a page.
  @Test func printsTheSame() throws {
    let folder = try TemporaryFolder()
    let files = try EvaluationFixture.all()[6].write(to: folder)
    let plain = try Figures("evaluate", files)
    let others = [
      "--report", folder.path("r.html"), "--per-sample", folder.path("s.npy"),
    ]
    #expect(try Figures("evaluate", files + others).exact == plain.exact)
    #expect(
      try folder.names.sorted() == ["r.html", "s.npy", "x.npy", "y.npy"])
  }

  /// What ignored samples are is not on the page.
  @Test func ignoredSamplesAreNotThere() throws {
    let folder = try TemporaryFolder()
    let report = folder.path("r.html")
    let run = try CommandRun(
      "evaluate",
      try folder.write("x.npy", "<f8", [3, 2], [0, 1.0, .nan, .nan, 2, 0]),
      try folder.write("y.npy", "<i2", [3], [1, -100, 0] as [Int16]),
      "--report", report)
    #expect(run.status == 0)
    let page = try text(report)
    #expect(page.contains("2 samples, 2 classes"))
    #expect(!page.contains("Losses that are not shown"))
  }

  /// Both files are refused before the work, and neither is left.
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
      // Only one of them can have it.
      (old, old, "old.html: cannot be written: File exists"),
    ] {
      let run = try CommandRun(
        "evaluate", logits, labels, "--report", report, "--per-sample", records)
      #expect(run.status == 1)
      #expect(run.output == "")
      #expect(run.errors.contains(message))
      #expect(run.errors.split(separator: "\n").count == 1)
      #expect(try folder.names.sorted() == before)
    }
    #expect(try text(old) == "old")
  }
}
