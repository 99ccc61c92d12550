import CProcessState
import Foundation
import Logits
import TestSupport
import Testing

/// Summaries as vectors: their numbers are those that the manual lists, and adding
/// vectors merges them.
@Suite struct SummaryVectorTests {
  private let topK = [1, 3, 0, 9]
  private let bins = 6
  private let classes = 7

  /// Evaluations of random rows, of weight 1 or any, of both signs: some are
  /// ignored, some not finite, and losses are from far below 1 to +∞.
  private func samples(_ count: Int, seed: UInt64) throws -> [SampleEvaluation]
  {
    var generator = SeededGenerator(seed: seed)
    func logit() -> Double {
      switch Int.random(in: 0..<200, using: &generator) {
      case 0: .nan
      case 1: .infinity
      case 2...20: -.infinity
      default: .random(in: -30...30, using: &generator)
      }
    }
    let logits = (0..<count).flatMap { _ in
      let factor = [1e-9, 1, 1, 20, 1e5, 1e250].randomElement(using: &generator)
      return (0..<classes).map { _ in logit() * (factor ?? 1) }
    }
    let targets = (0..<count).map { _ in
      Int.random(in: -1..<classes, using: &generator)
    }
    let weights = (0..<count).map { _ in
      Bool.random(using: &generator)
        ? 1 : Double.random(in: -1...4, using: &generator)
    }
    return try CrossEntropy(ignoreIndex: -1).evaluate(
      logits, .rows(of: classes), targets: targets, sampleWeights: weights)
  }

  private func summary(
    _ samples: some Sequence<SampleEvaluation>
  ) -> EvaluationSummary {
    var summary = EvaluationSummary(topK: topK, calibrationBins: bins)
    summary.add(contentsOf: samples)
    return summary
  }

  private func read(_ vector: [Int64]) throws -> EvaluationSummary {
    try EvaluationSummary(vector: vector, topK: topK, calibrationBins: bins)
  }

  private func words(_ numbers: [Double]) -> [Int64] {
    BitSum(numbers.filter(\.isFinite)).digits
      + [
        numbers.count { $0.isNaN }, numbers.count { $0 == .infinity },
        numbers.count { $0 == -.infinity },
      ].map(Int64.init)
  }

  /// The numbers in the order of the manual, by school arithmetic.
  private func vector(_ all: [SampleEvaluation]) -> [Int64] {
    let samples = all.filter { !$0.isIgnored }
    let finite = samples.filter { !$0.confidence.isNaN }
    let counts =
      [
        samples.count, all.count - samples.count,
        samples.count - finite.count, finite.count { $0.rank == 0 },
      ] + topK.map { k in finite.count { $0.rank < k } }
    let binned = (0..<bins).map { bin in
      finite.filter { min(Int($0.confidence * Double(bins)), bins - 1) == bin }
    }
    let counted =
      counts
      + binned.flatMap { bin in
        [bin.count, bin.count { $0.rank == 0 }]
      }
    let sums =
      [
        samples.map(\.loss), samples.map(\.weight),
        samples.map { $0.loss * $0.loss }, samples.map { $0.loss * $0.weight },
        samples.map { $0.weight * $0.weight }, samples.map(\.entropy),
        samples.map(\.brier),
      ] + binned.map { $0.map(\.confidence) }
    return counted.map(Int64.init) + sums.flatMap(words)
  }

  @Test(arguments: [0, 1, 30, 800, 1023, 1024, 1025, 3000])
  func numbersAreThoseOfTheManual(_ count: Int) throws {
    let samples = try samples(count, seed: UInt64(count))
    let summary = summary(samples)
    #expect(summary.vector == vector(samples))
    #expect(
      summary.vector.count
        == EvaluationSummary.vectorCount(topK: topK, calibrationBins: bins))
    #expect(summary.vector.count == 4 + 4 + 2 * 6 + 71 * (7 + 6))
    #expect(EvaluationSummary.vectorCount() == 1598)
    var one = EvaluationSummary(topK: topK, calibrationBins: bins)
    for sample in samples { one.add(sample) }
    #expect(one == summary)
    if count == 800 {
      #expect(summary.nonFiniteSamples > 10)
      #expect(samples.contains { $0.loss == .infinity })
      #expect(summary.loss.isNaN)
    }
  }

  /// Losses and Brier scores of any size: many have bits below all that is cut.
  @Test(arguments: [0...2046, 0...2, 900...1050, 1000...1030])
  func numbersOfAnySize(_ exponents: ClosedRange<UInt64>) throws {
    let numbers = ExactSumTests.numbers(3000, exponents: exponents)
    let sample = try CrossEntropy().evaluate([1.0, 2], .oneRow, targets: [0])[0]
    let samples = zip(numbers, numbers.reversed()).map {
      sample.softened(loss: $0, brier: $1)
    }
    var expected = EvaluationSummary(topK: topK, calibrationBins: bins)
    for sample in samples { expected.add(sample) }
    #expect(expected.vector == vector(samples))
    #expect(summary(samples) == expected)
    #if arch(x86_64)
    // Subnormal operands are 0 for the processor, and not in the sum.
    let control = floating_point_control()
    set_floating_point_control(control | 0x40)
    let flushed = summary(samples)
    set_floating_point_control(control)
    #expect(flushed.lossSum == expected.lossSum)
    #expect(flushed.brier == expected.brier)
    #endif
  }

  /// In any order and grouping; some sums are read as summaries on the way, which
  /// takes their carries.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func addingVectorsMerges(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var choices = SeededGenerator(seed: seed + 1000)
    var samples = try samples(Int(seed) * 13, seed: seed)
    let whole = summary(samples)
    samples.shuffle(using: &generator)
    let vectors = parts(of: samples, upTo: 9, &generator).map {
      summary($0).vector
    }
    let sum = try mergedInAnyOrder(vectors, &generator) {
      $0 = zip($0, $1).map { $0 + $1 }
      guard Bool.random(using: &choices) else { return }
      $0 = try read($0).vector
    }
    let merged = try read(try #require(sum))
    #expect(merged == whole)
    #expect(merged.vector == whole.vector)
    #expect(merged.hashValue == whole.hashValue)
    #expect(merged.description == whole.description)
  }

  @Test func aBillionVectorsDoNotOverflow() throws {
    let samples = try samples(500, seed: 3).filter { $0.loss.isFinite }
    let one = summary(samples)
    let many = try read(one.vector.map { $0 * 1 << 30 })
    #expect(many.samples == one.samples << 30)
    #expect(many.lossSum == one.lossSum * 0x1p30)
    #expect(many.loss == one.loss)
    #expect(many.brier == one.brier)
    #expect(
      many.expectedCalibrationError == one.expectedCalibrationError)
    var pairs = one
    for _ in 0..<30 { try pairs.merge(pairs) }
    #expect(pairs == many)
  }

  @Test func codedAndRead() throws {
    for count in [0, 1, 200] {
      let summary = summary(try samples(count, seed: 9))
      let data = try JSONEncoder().encode(summary)
      let read = try JSONDecoder().decode(EvaluationSummary.self, from: data)
      #expect(read == summary)
      #expect(read.topK == topK)
      #expect(read.calibration.count == bins)
    }
  }
}
