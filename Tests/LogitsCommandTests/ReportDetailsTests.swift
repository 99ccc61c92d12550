import Foundation
import LogitsCommand
import TestSupport
import Testing

@Suite struct ReportDetailsTests {
  struct Sample {
    let target: Int
    let prediction: Int
    let loss: Double
    let confidence: Double
  }

  /// Half of the predictions are right; one loss in 500 is infinite, one NaN.
  static func samples(_ count: Int, classes: Int, seed: UInt64) -> [Sample] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let target = Int.random(in: 0..<classes, using: &generator)
      let guess = Int.random(in: 0..<classes, using: &generator)
      let isRight = Bool.random(using: &generator)
      let loss = exp(Double.random(in: -12...4, using: &generator))
      let chance = Int.random(in: 0..<500, using: &generator)
      return Sample(
        target: target, prediction: isRight ? target : guess,
        loss: chance == 0 ? .infinity : chance == 1 ? .nan : loss,
        confidence: Double.random(in: 0...1, using: &generator))
    }
  }

  static func details(_ samples: [Sample], classes: Int) -> ReportDetails {
    var details = ReportDetails(classes: classes)
    for (row, sample) in samples.enumerated() {
      details.add(
        row: row, target: sample.target, prediction: sample.prediction,
        loss: sample.loss, confidence: sample.confidence)
    }
    return details
  }

  @Test func classesAreCounted() {
    let samples = Self.samples(5000, classes: 7, seed: 1).filter {
      $0.target != 3
    }
    let details = Self.details(samples, classes: 7)
    #expect(details.samples == samples.count)
    for (index, tally) in details.classes.enumerated() {
      let own = samples.filter { $0.target == index }
      #expect(tally.samples == own.count)
      #expect(tally.correct == own.count { $0.prediction == index })
      // The same sum in the same order; NaN is NaN.
      let sum = own.reduce(0) { $0 + $1.loss }
      #expect(tally.lossSum.description == sum.description)
    }
    #expect(details.classes[3].samples == 0)
    #expect(details.classes[3].accuracy.isNaN)
    #expect(details.classes[3].meanLoss.isNaN)
  }

  @Test func confusionsAreCounted() {
    let samples = Self.samples(5000, classes: 7, seed: 2)
    let confusions = Self.details(samples, classes: 7).confusions
    let wrong = samples.filter { $0.target != $0.prediction }
    #expect(confusions.total == wrong.count)
    let top = confusions.top(100)
    #expect(top.count == 42)
    for (pair, count) in top {
      #expect(count.isExact)
      #expect(
        count.seen
          == wrong.count {
            $0.target == pair.target && $0.prediction == pair.prediction
          })
    }
    #expect(zip(top, top.dropFirst()).allSatisfy { $0.1.seen >= $1.1.seen })
    #expect(confusions.top(5).map(\.pair) == top.prefix(5).map(\.pair))
  }

  /// With a low limit, counts are bounds, and no frequent pair is missing.
  @Test(arguments: [2, 16, 64])
  func droppedConfusionsAreBounded(_ limit: Int) {
    var generator = SeededGenerator(seed: 3)
    var confusions = ConfusionCounts(limit: limit)
    var expected: [ConfusionCounts.Pair: Int] = [:]
    for _ in 0..<20_000 {
      // Smaller classes are more frequent.
      let target = Int(exp(Double.random(in: 0..<5, using: &generator)))
      let prediction =
        -Int(exp(Double.random(in: 0..<3, using: &generator)))
      confusions.add(target: target, prediction: prediction)
      let pair = ConfusionCounts.Pair(target: target, prediction: prediction)
      expected[pair, default: 0] += 1
    }
    let kept = confusions.top(.max)
    #expect(kept.count <= limit)
    #expect(kept.contains { !$0.count.isExact })
    for (pair, count) in kept {
      let exact = expected[pair] ?? 0
      #expect(count.seen...(count.seen + count.dropped) ~= exact)
      #expect(count.dropped <= confusions.total / (limit / 2))
    }
    let pairs = Set(kept.map(\.pair))
    for (pair, count) in expected where count > 20_000 / (limit / 2) {
      #expect(pairs.contains(pair))
    }
  }

  @Test(arguments: [0, 1, 100, 150, 20_000])
  func worstAreKept(_ count: Int) {
    let samples = Self.samples(count, classes: 5, seed: 4)
    let worst = Self.details(samples, classes: 5).worst.sorted()
    let order = samples.indices.sorted {
      let (a, b) = (samples[$0].loss, samples[$1].loss)
      if a.isNaN != b.isNaN { return a.isNaN }
      return a == b || a.isNaN ? $0 < $1 : a > b
    }
    #expect(worst.map(\.row) == Array(order.prefix(100)))
    for sample in worst {
      let source = samples[sample.row]
      #expect(sample.target == source.target)
      #expect(sample.prediction == source.prediction)
      #expect(sample.loss.description == source.loss.description)
      #expect(sample.confidence == source.confidence)
    }
  }

  @Test func firstOfEqualLossesAreKept() {
    for loss in [Double.nan, .infinity, 1, 0] {
      var details = ReportDetails(classes: 1)
      for row in 0..<1000 {
        details.add(
          row: row, target: 0, prediction: 0, loss: loss, confidence: 1)
      }
      #expect(details.worst.sorted().map(\.row) == Array(0..<100))
    }
  }
}
