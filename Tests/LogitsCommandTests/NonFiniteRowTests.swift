import Foundation
import TestSupport
import Testing

/// Rows without a softmax, and labels that leave no sample: what the command says
/// of them.
@Suite struct NonFiniteRowTests {
  /// Logits and labels, and what leaves out those that are ignored.
  private func files(_ name: String) -> [String] {
    ["x", "y"].map { Fixtures.path("UndefinedRows/\(name)_\($0).npy") }
      + (name == "all_ignored" ? ["--ignore-index", "-100"] : [])
  }

  private func expectLines(
    _ lines: TextLines, _ expected: [(String, String)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, value) in expected {
      #expect(lines[name] == value, "\(name)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: ["nan", "masked"])
  func areCountedAndNeverRight(_ name: String) throws {
    let text = try output(["evaluate"] + files(name))
    #expect(!text.contains("nan"))
    #expect(text.contains("logits with NaN or +inf"))
    expectLines(
      TextLines(text),
      [
        ("samples", "3"), ("not finite", "1, the first in row 1"),
        ("cross-entropy", "NaN"), ("perplexity", "NaN"),
        ("accuracy", "66.67 %"), ("Brier score", "NaN"), ("entropy", "NaN"),
      ])
    let figures = try Figures("evaluate", files(name))
    #expect(figures["nonFiniteSamples"] == 1)
    #expect(figures["firstNonFiniteRow"] == 1)
    #expect(figures["accuracy"] == 2.0 / 3)
    #expect(figures["top1Accuracy"] == 2.0 / 3)
    #expect(figures["loss"].isNaN)
    #expect(figures["expectedCalibrationError"].isFinite)
  }

  @Test func noSampleIsLeft() throws {
    let files = files("all_ignored")
    let text = try output(["evaluate"] + files)
    #expect(!text.contains("nan"))
    #expect(!text.contains("NaN"))
    #expect(text.contains("\n                   no sample is left: all are"))
    expectLines(
      TextLines(text),
      [
        ("samples", "0"), ("ignored", "10"), ("cross-entropy", "n/a"),
        ("perplexity", "n/a"), ("bits per token", "n/a"), ("accuracy", "n/a"),
        ("calibration error", "n/a"), ("Brier score", "n/a"),
        ("entropy", "n/a"),
      ])
    let compared = try output(["compare", files[0]] + files)
    #expect(!compared.contains("nan"))
    #expect(!compared.contains("NaN"))
    #expect(compared.contains("no sample is left: all are ignored"))
    expectLines(
      TextLines(compared),
      [
        ("divergence", "n/a, standard error n/a"), ("maximum", "n/a"),
        ("same top", "n/a, standard error n/a"),
        ("cross-entropy, base", "n/a, standard error n/a"),
        ("accuracy, other", "n/a"), ("perplexity ratio", "n/a"),
      ])
  }

  /// Rows are numbered through all files and blocks; ignored ones are passed over.
  @Test func theFirstRowIsNamed() throws {
    let folder = try TemporaryFolder()
    let classes = 1000
    var rows = [Float](repeating: 0, count: 3000 * classes)
    for row in [5, 2000, 2001, 2999] { rows[row * classes + 3] = .nan }
    let logits = try folder.write("x.npy", "<f4", [3000, classes], rows)
    var targets = [Int](repeating: 3, count: 3000)
    targets[5] = -100
    let labels = try folder.write("y.npy", "<i8", [3000], targets)
    let figures = try Figures(
      "evaluate", [logits, labels, "--ignore-index", "-100"])
    #expect(figures["firstNonFiniteRow"] == 2000)
    #expect(figures["nonFiniteSamples"] == 3)
    #expect(figures["accuracy"] == 0)
  }

  @Test func areNoSamePredictions() throws {
    let files = files("nan")
    for labels in [[], [files[1]]] {
      let arguments = [files[0], files[0]] + labels
      let text = try output(["compare"] + arguments)
      #expect(!text.contains("nan"))
      expectLines(
        TextLines(text),
        [
          ("not finite", "1, the first in row 1"), ("median", "0"),
          ("divergence", "NaN, standard error NaN"), ("maximum", "NaN"),
        ])
      #expect(TextLines(text)["same top"]?.hasPrefix("66.67 %") == true)
      let figures = try Figures("compare", arguments)
      #expect(figures["nonFiniteSamples"] == 1)
      #expect(figures["firstNonFiniteRow"] == 1)
      #expect(figures["sameTopRate"] == 2.0 / 3)
    }
  }

  @Test func areInTheReport() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("page.html")
    for name in ["nan", "masked", "all_ignored"] {
      _ = try output(["evaluate", "--report", path] + files(name))
      let page = String(decoding: try contents(of: path), as: UTF8.self)
      #expect(!page.contains("-nan"))
      if name == "all_ignored" {
        #expect(page.contains("<dt>Cross-entropy</dt><dd>n/a</dd>"))
        #expect(!page.contains("Not finite"))
      } else {
        #expect(page.contains("<dt>Cross-entropy</dt><dd>NaN</dd>"))
        #expect(page.contains("<dt>Not finite</dt><dd>1</dd>"))
        #expect(page.contains("first in row 1"))
        #expect(page.contains("None, but rows that are not finite."))
        #expect(!page.contains("all predictions are correct"))
      }
    }
  }
}
