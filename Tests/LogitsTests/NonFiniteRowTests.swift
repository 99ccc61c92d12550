import Logits
import TestSupport
import Testing

/// Rows that have no softmax are counted and never right, and a summary in words
/// says so.
@Suite struct NonFiniteRowTests {
  private static let nan: [Double] = [1, .nan, 1]
  private static let lone = [Double](repeating: -.infinity, count: 3)

  /// Of three rows, the second is the one in question; the first is right.
  private func summary(
    _ row: [Double], target: Int, _ options: CrossEntropy,
    _ table: Execution = .automatic
  ) throws -> EvaluationSummary {
    let logits = [1, 2, 3] + row + [0, 1, 0]
    let evaluations = try options.evaluate(
      logits, .rows(of: 3), targets: [2, target, 0], execution: table)
    var summary = EvaluationSummary(topK: [1, 2, 3])
    summary.add(contentsOf: evaluations)
    #expect(evaluations[1].isNonFinite == (summary.nonFiniteSamples > 0))
    return summary
  }

  /// Where their prediction is the target, too.
  @Test(arguments: Execution.tables)
  func areNeverRight(_ table: Execution) throws {
    let options = CrossEntropy()
    for (row, prediction): ([Double], Int) in [
      (Self.nan, 1), ([.infinity, 0, 1], 0), ([-.infinity, .infinity, 3], 1),
      (Self.lone, 0), ([.nan, .nan, .nan], 0),
    ] {
      #expect(try argmax(row, .oneRow, execution: table) == [prediction])
      let summary = try summary(row, target: prediction, options, table)
      #expect(summary.samples == 3)
      #expect(summary.nonFiniteSamples == 1)
      #expect(summary.correct == 1)
      #expect(summary.accuracy == 1.0 / 3)
      #expect(summary.correctAmongTop == [1, 2, 2])
      #expect(summary.loss.isNaN)
      #expect(summary.perplexity.isNaN)
      #expect(summary.brier.isNaN)
      #expect(summary.meanEntropy.isNaN)
      #expect(summary.calibration.reduce(0) { $0 + $1.samples } == 2)
      #expect(summary.expectedCalibrationError.isFinite)
    }
  }

  @Test(arguments: Execution.tables)
  func masksAndCapsLeaveRowsFinite(_ table: Execution) throws {
    let masked: [Double] = [-.infinity, 2, -.infinity]
    let plain = CrossEntropy()
    for (target, isMasked) in [(1, false), (0, true)] {
      let summary = try summary(masked, target: target, plain, table)
      #expect(summary.nonFiniteSamples == 0)
      #expect(summary.correct == (isMasked ? 1 : 2))
      #expect(summary.loss.isInfinite == isMasked)
    }
    let capped = CrossEntropy(softcap: 2)
    for row: [Double] in [[.infinity, 0, 1], Self.lone] {
      let summary = try summary(row, target: 0, capped, table)
      #expect(summary.nonFiniteSamples == 0)
      #expect(summary.correct == 2)
      #expect(summary.loss.isFinite)
    }
    #expect(
      try summary(Self.nan, target: 1, capped, table).nonFiniteSamples == 1)
  }

  /// A row that costs nothing is still no prediction.
  @Test func aLossOfZeroIsNotRight() throws {
    let zero = CrossEntropy(negativeInfinityRows: .zero)
    let summary = try summary(Self.lone, target: 0, zero)
    #expect(summary.nonFiniteSamples == 1)
    #expect(summary.correct == 1)
    #expect(summary.loss.isFinite)
    #expect(summary.brier.isNaN)
  }

  @Test func ignoredRowsAreNotRead() throws {
    let summary = try summary(
      Self.nan, target: -1, CrossEntropy(ignoreIndex: -1))
    #expect(summary.nonFiniteSamples == 0)
    #expect(summary.ignoredSamples == 1)
    #expect(summary.loss.isFinite)
  }

  @Test func descriptionOfFigures() throws {
    let row = [0.0, 0, 0]
    let summary = try summary(row, target: -1, CrossEntropy(ignoreIndex: -1))
    #expect(
      summary.description == """
        samples            2
        ignored            1
        cross-entropy      0.979525 nats (mean)
                           95 %: -0.141416 to 2.100467, standard error 0.571919
        perplexity         2.663192
        bits per token     1.413156
        accuracy           50.00 %
                           95 %: 9.45 % to 90.55 %
        top 2              100.00 %
        top 3              100.00 %
        calibration error  45.54 %
        Brier score        0.588964
        entropy            0.903862 nats (mean)
        """)
  }

  @Test func descriptionOfRowsThatAreNotFinite() throws {
    let summary = try summary(Self.nan, target: 1, CrossEntropy())
    #expect(
      summary.description == """
        samples            3
        not finite         1
                           logits with NaN or +inf, or nothing but -inf: never correct
        cross-entropy      NaN
                           95 %: NaN, standard error NaN
        perplexity         NaN
        bits per token     NaN
        accuracy           33.33 %
                           95 %: 6.15 % to 79.23 %
        top 2              66.67 %
        top 3              66.67 %
        calibration error  45.54 %
        Brier score        NaN
        entropy            NaN
        """)
  }

  @Test func descriptionOfNothing() throws {
    let nothing = """
      cross-entropy      n/a
                         95 %: n/a, standard error n/a
      perplexity         n/a
      bits per token     n/a
      accuracy           n/a
                         95 %: n/a
      top 5              n/a
      calibration error  n/a
      Brier score        n/a
      entropy            n/a
      """
    var summary = EvaluationSummary()
    #expect(
      summary.description == """
        samples            0
                           there are no samples
        \(nothing)
        """)
    summary.add(contentsOf: [.ignored, .ignored])
    #expect(
      summary.description == """
        samples            0
        ignored            2
                           no sample is left: all are ignored
        \(nothing)
        """)
  }

  /// As C's printf writes them.
  @Test func decimalsAreRoundedOnce() {
    for (value, digits, text) in [
      (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (0.125, 2, "0.12"),
      (0.375, 2, "0.38"), (1.005, 2, "1.00"), (0.1 + 0.2, 9, "0.300000000"),
      (-1.25, 1, "-1.2"), (-0.0, 2, "0.00"), (-1e-9, 6, "0.000000"),
      (0.9999999, 6, "1.000000"), (9.995, 2, "9.99"), (99.95, 1, "100.0"),
      (5e-7, 6, "0.000000"), (5.000001e-7, 6, "0.000001"),
      (.leastNonzeroMagnitude, 6, "0.000000"), (-.nan, 3, "NaN"),
      (.infinity, 2, "inf"), (1e18, 1, "1000000000000000000.0"),
      (1e300, 2, "1e+300"),
    ] as [(Double, Int, String)] {
      #expect(decimal(value, digits) == text)
    }
  }
}
