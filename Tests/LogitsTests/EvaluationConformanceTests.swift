import Logits
import TestSupport
import Testing

/// Evaluations and their summaries against PyTorch, torchmetrics and
/// scikit-learn.
@Suite struct EvaluationConformanceTests {
  @Test(arguments: Execution.tables)
  func everyFigureIsTheirs(_ table: Execution) throws {
    let fixtures = try EvaluationFixture.all()
    #expect(fixtures.count == 12)
    for (index, fixture) in fixtures.enumerated() {
      try check(fixture, Double.self, table, "\(index)")
      try check(fixture, Float.self, table, "\(index)")
    }
  }

  /// The fixture's figures are float64, with errors of the same kind as ours:
  /// every tolerance is that of two computations.
  private func check<Scalar: TestScalar>(
    _ fixture: EvaluationFixture, _: Scalar.Type, _ table: Execution,
    _ name: Comment
  ) throws {
    // Multiples of 1/64, which a Float holds.
    let logits = fixture.logits.map(Scalar.init)
    let samples = try CrossEntropy().evaluate(
      logits, fixture.shape.layout, targets: fixture.targets, execution: table)
    let bounds = EvaluationBounds<Scalar>(
      classes: fixture.classes, spread: fixture.spread)
    let unit = 2 * Double(Scalar.ulpOfOne)
    func isNear(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
      abs(a - b) <= tolerance * unit
    }
    // Where powers are 0, a loss is as large as the logits' spread.
    let ofLoss = bounds.loss + 2 * fixture.spread
    var summary = EvaluationSummary()
    for (i, sample) in samples.enumerated() {
      summary.add(sample)
      let logSumExp = fixture.logSumExps[i]
      #expect(isNear(sample.loss, fixture.losses[i], ofLoss), name)
      #expect(
        isNear(sample.logSumExp, logSumExp, bounds.logSumExp(logSumExp)), name)
      #expect(
        isNear(sample.confidence, fixture.confidences[i], bounds.confidence),
        name)
      #expect(
        isNear(sample.entropy, fixture.entropies[i], bounds.entropy), name)
      #expect(isNear(sample.brier, fixture.briers[i], bounds.brier), name)
      #expect(sample.prediction == fixture.predictions[i], name)
      #expect(sample.rank == fixture.ranks[i], name)
      #expect(sample.weight == 1)
    }
    let count = Double(fixture.samples)
    #expect(summary.samples == fixture.samples)
    #expect(summary.accuracy == fixture.accuracy, name)
    #expect(
      summary.topAccuracies == [fixture.accuracy, fixture.topFiveAccuracy],
      name)
    #expect(isNear(summary.loss, fixture.loss, ofLoss), name)
    #expect(isNear(summary.brier, fixture.brier, bounds.brier + 2), name)
    #expect(isNear(summary.meanEntropy, fixture.entropy, bounds.entropy), name)
    // Every gap follows the confidences; their sum is of 15 bins.
    #expect(
      isNear(
        summary.expectedCalibrationError, fixture.calibrationErrorOneInLastBin,
        bounds.confidence + 15), name)
    // Errors of losses spread over √(n − 1); Σ l² − n μ² cancels: four terms
    // up to Σ l², each with some roundings, under a root.
    let squares = fixture.losses.reduce(0) { $0 + $1 * $1 }
    let cancelled =
      8 * squares * Double.ulpOfOne / (count * (count - 1))
      / fixture.standardError
    #expect(
      abs(summary.lossStandardError - fixture.standardError)
        <= ofLoss * unit / (count - 1).squareRoot() + cancelled, name)
  }
}
