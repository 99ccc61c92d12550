import Foundation
import Logits
import TestSupport
import Testing

/// Summaries of samples: merged in any way they are the same, and their figures
/// are those of plain formulas.
@Suite struct EvaluationSummaryTests {
  /// Evaluations of random rows, with weights, some of them ignored.
  private func samples(_ count: Int, seed: UInt64) throws -> [SampleEvaluation]
  {
    let logits = Batch<Double>(samples: count, classes: 7, in: -4...4)
    var generator = SeededGenerator(seed: seed)
    let targets = (0..<count).map { _ in
      Int.random(in: -1..<7, using: &generator)
    }
    let weights = (0..<count).map { _ in
      Double.random(in: 0.1...3, using: &generator)
    }
    return try logits.read {
      try CrossEntropy(ignoreIndex: -1).evaluate(
        $0, logits.shape.layout, targets: targets, sampleWeights: weights)
    }
  }

  private func summary(
    _ samples: some Sequence<SampleEvaluation>
  ) -> EvaluationSummary {
    var summary = EvaluationSummary()
    summary.add(contentsOf: samples)
    return summary
  }

  private func bits(_ summary: EvaluationSummary) -> [UInt64] {
    let intervals = [summary.lossInterval, summary.accuracyInterval]
    let bins = summary.calibration.flatMap { [$0.meanConfidence, $0.accuracy] }
    let figures =
      [
        summary.loss, summary.lossSum, summary.weight, summary.accuracy,
        summary.brier, summary.meanEntropy, summary.expectedCalibrationError,
        summary.lossStandardError, summary.accuracyStandardError,
      ] + summary.topAccuracies + bins
      + intervals.flatMap { [$0.lower, $0.upper] }
    return figures.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
  }

  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func anySplitMergesToTheWhole(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var samples = try samples(Int(seed) * 11, seed: seed)
    if seed % 5 == 0 {
      let nan: [Double] = [.nan, 1]
      samples += try CrossEntropy().evaluate(nan, .oneRow, targets: [1])
    }
    let whole = summary(samples)
    samples.shuffle(using: &generator)
    let parts =
      [EvaluationSummary()]
      + parts(of: samples, upTo: 20, &generator).map { summary($0) }
    let merged = try #require(
      try mergedInAnyOrder(parts, &generator) { try $0.merge(throughJSON($1)) })
    #expect(merged == whole)
    #expect(Set([merged, whole]).count == 1)
    #expect(bits(merged) == bits(whole))
    #expect(whole.samples + whole.ignoredSamples == samples.count)
  }

  private func throughJSON(
    _ summary: EvaluationSummary
  ) throws -> EvaluationSummary {
    let data = try JSONEncoder().encode(summary)
    let read = try JSONDecoder().decode(EvaluationSummary.self, from: data)
    #expect(read == summary)
    return read
  }

  @Test func onlyTheSameKindMerges() throws {
    var one = EvaluationSummary(topK: [1, 5], calibrationBins: 15)
    for other in [
      EvaluationSummary(topK: [1]), EvaluationSummary(topK: [5, 1]),
      EvaluationSummary(calibrationBins: 10),
    ] {
      let error = #expect(throws: LogitsError.self) { try one.merge(other) }
      #expect(error?.code == .merge)
    }
    #expect(one == EvaluationSummary())
  }

  @Test func figuresOfWeightedSamples() throws {
    let samples = try samples(300, seed: 3).filter { !$0.isIgnored }
    let summary = summary(samples)
    let n = Double(samples.count)
    #expect(summary.samples == samples.count)
    let weight = samples.reduce(0) { $0 + $1.weight }
    let mean = samples.reduce(0) { $0 + $1.loss } / weight
    let deviations = samples.reduce(0) {
      let distance = $1.loss - mean * $1.weight
      return $0 + distance * distance
    }
    let error = (n / (n - 1) * deviations).squareRoot() / weight
    // n additions here; Σ l² and its like cancel to some tenth there.
    let accuracy = 20 * n * Double.ulpOfOne
    #expect(abs(summary.weight / weight - 1) <= accuracy)
    #expect(abs(summary.loss / mean - 1) <= accuracy)
    #expect(abs(summary.lossStandardError / error - 1) <= accuracy)
    let interval = summary.lossInterval
    #expect(abs((interval.upper - mean) / error - 1.959_964) < 1e-5)
    #expect(abs((mean - interval.lower) / error - 1.959_964) < 1e-5)
    let correct = samples.filter { $0.rank == 0 }.count
    #expect(summary.correct == correct)
    #expect(summary.accuracy == Double(correct) / n)
    let amongFive = samples.filter { $0.rank < 5 }.count
    #expect(summary.topAccuracies == [summary.accuracy, Double(amongFive) / n])
    #expect(summary.topAccuracy(1) == summary.accuracy)
    #expect(summary.topAccuracy(5) == Double(amongFive) / n)
    #expect(summary.topAccuracy(2) == nil)
    #expect(summary.perplexity == Double.exp(summary.loss))
    let bits = summary.bitsPerToken
    #expect(abs(bits - summary.loss / 0.693_147_180_559_945_3) <= bits.ulp)
    let entropy = samples.reduce(0) { $0 + $1.entropy } / n
    #expect(abs(summary.meanEntropy / entropy - 1) <= accuracy)
    let brier = samples.reduce(0) { $0 + $1.brier } / n
    #expect(abs(summary.brier / brier - 1) <= accuracy)
  }

  /// Samples of two classes, of which some are right.
  private func counted(_ correct: Int, of count: Int) throws
    -> EvaluationSummary
  {
    let right = try CrossEntropy().evaluate(
      [1, 0] as [Double], .oneRow, targets: [0])
    let wrong = try CrossEntropy().evaluate(
      [1, 0] as [Double], .oneRow, targets: [1])
    return summary((0..<count).map { $0 < correct ? right[0] : wrong[0] })
  }

  /// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  @Test(
    arguments: [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
      (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
    ] as [(Int, Int, Double, Double)])
  func accuracyIntervalIsWilsons(
    _ correct: Int, _ count: Int, _ lower: Double, _ upper: Double
  ) throws {
    let summary = try counted(correct, of: count)
    #expect(abs(summary.accuracyInterval.lower - lower) <= 0.000_05)
    #expect(abs(summary.accuracyInterval.upper - upper) <= 0.000_05)
    let a = Double(correct) / Double(count)
    let error = (a * (1 - a) / Double(count)).squareRoot()
    #expect(abs(summary.accuracyStandardError - error) <= error.ulp * 2)
  }

  @Test func accuracyIntervalStaysWithinItsRange() throws {
    for count in 1...300 {
      for correct in Set([0, 1, count / 2, count - 1, count]) {
        let summary = try counted(correct, of: count)
        let interval = summary.accuracyInterval
        let name: Comment = "\(correct) of \(count)"
        #expect(interval.lower >= 0, name)
        #expect(interval.upper <= 1, name)
        #expect(interval.lower...interval.upper ~= summary.accuracy, name)
      }
    }
  }

  @Test func noneAndOne() throws {
    let none = EvaluationSummary()
    #expect(none.lossSum == 0)
    #expect(none.weight == 0)
    let figures = [
      none.loss, none.accuracy, none.meanEntropy, none.brier,
      none.expectedCalibrationError, none.lossStandardError,
      none.accuracyStandardError, none.lossInterval.lower,
      none.lossInterval.upper, none.accuracyInterval.lower,
      none.accuracyInterval.upper, none.perplexity, none.bitsPerToken,
    ]
    #expect((figures + none.topAccuracies).allSatisfy { $0.isNaN })
    let one = try counted(1, of: 1)
    let loss = Double.log(1 + Double.exp(-1))
    #expect(abs(one.loss - loss) <= 2 * .ulpOfOne)
    #expect(one.accuracy == 1)
    #expect(one.lossStandardError.isNaN)
    #expect(one.accuracyStandardError == 0)
  }

  @Test func equalLossesHaveNoErrorButRounding() throws {
    let summary = try counted(1000, of: 1000)
    // Σ l² − 2 μ Σ l + n μ² cancels, up to 4 roundings of Σ l².
    let bound =
      summary.loss * (4 * Double.ulpOfOne).squareRoot() / 999.squareRoot()
    #expect(0...bound ~= summary.lossStandardError)
  }
}
