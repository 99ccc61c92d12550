import Foundation
import TestSupport
import Testing

/// `evaluate` against PyTorch's figures.
@Suite struct EvaluateFixtureTests {
  @Test func allFiguresAgree() throws {
    let fixtures = try EvaluationFixture.all()
    #expect(fixtures.count == 12)
    for (index, fixture) in fixtures.enumerated() {
      let folder = try TemporaryFolder()
      let figures = try Figures("evaluate", fixture.write(to: folder))
      check(figures, fixture, "\(index)")
    }
  }

  private func check(
    _ figures: Figures, _ fixture: EvaluationFixture, _ name: String
  ) {
    let tolerance = fixture.tolerance
    let error = fixture.standardError
    let distance = Textbook.quantile * error
    // The variance is a difference of sums that are larger than it is.
    let ofError = 100 * tolerance * (1 + error)
    let perplexity = exp(fixture.loss)
    // A quotient of integers is rounded once, the fixture's a few times.
    let ulps = 1e-15
    let accuracy = fixture.accuracy
    let n = Double(fixture.samples)
    let ofAccuracy = (accuracy * (1 - accuracy) / n).squareRoot()
    let expected: [String: ([Double], tolerance: Double)] = [
      "samples": ([n], 0), "ignoredSamples": ([0], 0),
      "nonFiniteSamples": ([0], 0),
      "classes": ([Double(fixture.classes)], 0),
      "loss": ([fixture.loss], tolerance),
      "lossStandardError": ([error], ofError),
      "lossInterval": (
        [fixture.loss - distance, fixture.loss + distance],
        tolerance + 2 * ofError
      ),
      "perplexity": ([perplexity], 2 * tolerance * perplexity),
      "bitsPerToken": ([fixture.loss / log(2)], 2 * tolerance),
      "accuracy": ([accuracy], ulps), "top1Accuracy": ([accuracy], ulps),
      "top5Accuracy": ([fixture.topFiveAccuracy], ulps),
      "accuracyStandardError": ([ofAccuracy], ulps),
      // Roots of numbers that may be near 0 are less exact.
      "accuracyInterval": (Textbook.wilson(accuracy, fixture.samples), 1e-8),
      "expectedCalibrationError": (
        [fixture.calibrationErrorOneInLastBin], tolerance
      ),
      "brier": ([fixture.brier], tolerance),
      "meanEntropy": ([fixture.entropy], tolerance),
    ]
    // Those of CalibrationFiguresTests.
    let more: Set = [
      "maximumCalibrationError", "equalMassCalibrationError",
      "equalMassMaximumCalibrationError", "equalMassEdges",
      "topLabelCalibrationError",
    ]
    #expect(figures.keys == more.union(expected.keys), "\(name)")
    figures.expect(expected, name)
  }

  @Test func textShowsTheSameFigures() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let lines = TextLines(
        try output(["evaluate"] + fixture.write(to: folder)))
      func nats(_ value: Double) -> String {
        String(format: "%.6f nats (mean)", value)
      }
      func percent(_ part: Double) -> String {
        String(format: "%.2f %%", 100 * part)
      }
      let calibrationError = fixture.calibrationErrorOneInLastBin
      // With at most five classes, top 5 would always be 100 %.
      let topFive = fixture.classes > 5 ? percent(fixture.topFiveAccuracy) : nil
      for (name, expected) in [
        ("cross-entropy", nats(fixture.loss)),
        ("accuracy", percent(fixture.accuracy)), ("top 5", topFive),
        ("top 1", nil), ("calibration error", percent(calibrationError)),
        ("Brier score", String(format: "%.6f", fixture.brier)),
        ("entropy", nats(fixture.entropy)), ("ignored", nil),
      ] {
        #expect(lines[name] == expected, "\(name)")
      }
    }
  }
}
