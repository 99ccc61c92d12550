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
    _ figures: Figures, _ fixture: EvaluationFixture, _ name: Comment
  ) {
    let tolerance = fixture.tolerance
    #expect(
      figures.keys == [
        "samples", "ignoredSamples", "classes", "loss", "lossStandardError",
        "lossInterval", "perplexity", "bitsPerToken", "accuracy",
        "accuracyStandardError", "accuracyInterval", "top1Accuracy",
        "top5Accuracy", "expectedCalibrationError", "brier", "meanEntropy",
      ], name)
    #expect(figures["samples"] == Double(fixture.samples), name)
    #expect(figures["ignoredSamples"] == 0, name)
    #expect(figures["classes"] == Double(fixture.classes), name)

    let error = fixture.standardError
    let distance = Textbook.quantile * error
    #expect(isNear(figures["loss"], fixture.loss, tolerance), name)
    // The variance is a difference of sums that are larger than it is.
    let ofError = 100 * tolerance * (1 + error)
    #expect(isNear(figures["lossStandardError"], error, ofError), name)
    #expect(
      isNear(
        figures.interval("lossInterval"),
        [fixture.loss - distance, fixture.loss + distance],
        tolerance + 2 * ofError), name)
    let perplexity = exp(fixture.loss)
    #expect(
      isNear(figures["perplexity"], perplexity, 2 * tolerance * perplexity),
      name)
    #expect(
      isNear(figures["bitsPerToken"], fixture.loss / log(2), 2 * tolerance),
      name)

    // A quotient of integers is rounded once, the fixture's a few times.
    let ulps = 1e-15
    let accuracy = fixture.accuracy
    let n = Double(fixture.samples)
    #expect(isNear(figures["accuracy"], accuracy, ulps), name)
    #expect(isNear(figures["top1Accuracy"], accuracy, ulps), name)
    #expect(
      isNear(figures["top5Accuracy"], fixture.topFiveAccuracy, ulps), name)
    #expect(
      isNear(
        figures["accuracyStandardError"],
        (accuracy * (1 - accuracy) / n).squareRoot(), ulps), name)
    // Roots of numbers that may be near 0 are less exact.
    #expect(
      isNear(
        figures.interval("accuracyInterval"),
        Textbook.wilson(accuracy, fixture.samples), 1e-8), name)

    #expect(
      isNear(
        figures["expectedCalibrationError"],
        fixture.calibrationErrorOneInLastBin, tolerance), name)
    #expect(isNear(figures["brier"], fixture.brier, tolerance), name)
    #expect(isNear(figures["meanEntropy"], fixture.entropy, tolerance), name)
  }

  @Test func textShowsTheSameFigures() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let lines = TextLines(
        try output(["evaluate"] + fixture.write(to: folder)))
      #expect(
        lines["cross-entropy"]
          == String(format: "%.6f nats (mean)", fixture.loss))
      #expect(
        lines["accuracy"] == String(format: "%.2f %%", 100 * fixture.accuracy))
      // With at most five classes, it would always be 100 %.
      #expect(
        lines["top 5"]
          == (fixture.classes > 5
            ? String(format: "%.2f %%", 100 * fixture.topFiveAccuracy) : nil))
      #expect(lines["top 1"] == nil)
      #expect(
        lines["calibration error"]
          == String(
            format: "%.2f %%", 100 * fixture.calibrationErrorOneInLastBin))
      #expect(lines["Brier score"] == String(format: "%.6f", fixture.brier))
      #expect(
        lines["entropy"] == String(format: "%.6f nats (mean)", fixture.entropy))
      #expect(lines["ignored"] == nil)
    }
  }
}
