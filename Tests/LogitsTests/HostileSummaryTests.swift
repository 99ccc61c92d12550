import Foundation
import Logits
import TestSupport
import Testing

/// Vectors that no samples have made: refused, or summaries that can be used like
/// others without a trap.
@Suite struct HostileSummaryTests {
  private let good = EvaluationSummary().vector

  private func expectRefusal(_ vector: [Int64], _ words: String) {
    let error = #expect(throws: LogitsError.self) {
      try EvaluationSummary(vector: vector)
    }
    #expect(error?.description.contains(words) == true, "\(words)")
  }

  private func changed(_ changes: [Int: Int64]) -> [Int64] {
    changes.reduce(into: good) { $0[$1.key] = $1.value }
  }

  @Test func lengthsThatDoNotFit() {
    for vector in [[], [0], Array(good.dropLast()), good + [0]] {
      expectRefusal(vector, "\(vector.count) instead of 1598")
    }
    #expect(throws: LogitsError.self) {
      try EvaluationSummary(vector: good, topK: [1])
    }
    #expect(throws: LogitsError.self) {
      try EvaluationSummary(vector: good, calibrationBins: 14)
    }
    #expect(throws: LogitsError.self) {
      try EvaluationSummary(vector: good, calibrationBins: .max)
    }
    // Numbers of bins beyond the range are its ends.
    let least = EvaluationSummary.vectorCount(calibrationBins: 1)
    #expect(EvaluationSummary.vectorCount(calibrationBins: .min) == least)
    #expect(
      EvaluationSummary.vectorCount(calibrationBins: .max)
        == least + 65_535 * 73)
  }

  /// Samples, ignored, not finite and correct; correct among the top 1 and 5;
  /// samples and correct of the first bin, and so on; then the sums.
  @Test func countsThatCannotBe() {
    for i in 0..<36 { expectRefusal(changed([i: -1]), "a count of -1") }
    expectRefusal(changed([0: .max]), "a count of")
    expectRefusal(changed([2: 1]), "bin 0 has 0 samples")
    expectRefusal(changed([3: 1]), "1 of 0 samples are correct")
    expectRefusal(changed([0: 3, 5: 4]), "4 of 3 samples are correct")
    expectRefusal(changed([0: 3, 2: 1, 3: 3]), "3 of 2 samples are correct")
    expectRefusal(changed([6: 1]), "bin 0 has 1 samples")
    expectRefusal(changed([0: 3, 6: 2, 7: 3]), "bin 0 has 2 samples, 3 of")
    expectRefusal(changed([0: 3, 6: 2, 8: 2]), "bin 1 has 2 samples")
    expectRefusal(changed([36: .max]), "overflowed at number 36")
    expectRefusal(changed([36 + 67: 1 << 47]), "overflowed at number 36")
    expectRefusal(changed([107 + 68: -1]), "overflowed at number 107")
  }

  /// Some of them pass, by luck or as the largest that do.
  @Test func nothingTraps() throws {
    var generator = SeededGenerator(seed: 6)
    var vectors = [Int64.max, .min, -1, 1, 1 << 62, -1 << 62].map {
      [Int64](repeating: $0, count: good.count)
    }
    for _ in 0..<200 {
      let bits = Int.random(in: 1...64, using: &generator)
      let count = Int.random(in: 1...20, using: &generator)
      var vector = changed([0: 1 << 62])
      for _ in 0..<count {
        let i = Int.random(in: 36..<good.count, using: &generator)
        vector[i] = Int64(bitPattern: generator.next()) >> Int64(64 - bits)
      }
      vectors.append(vector)
    }
    for sign in [1, -1] as [Int64] {
      var largest = changed([
        0: 1 << 62, 1: 1 << 62, 3: 1 << 62, 4: 1 << 62, 5: 1 << 62,
        6: 1 << 62, 7: 1 << 62,
      ])
      for i in 36..<largest.count {
        switch (i - 36) % 71 {
        case 67: largest[i] = sign << 46
        case 68...: break
        default: largest[i] = sign << 62
        }
      }
      vectors.append(largest)
    }
    let sample = try CrossEntropy().evaluate(
      [1, 2] as [Double], .oneRow, targets: [1])
    var passed = 0
    for vector in vectors {
      guard var summary = try? EvaluationSummary(vector: vector) else {
        continue
      }
      passed += 1
      for _ in 0..<70 {
        use(summary)
        summary.add(sample[0])
        try summary.merge(summary)
      }
    }
    #expect(passed > 50)
  }

  /// Asks for everything that a summary says.
  private func use(_ summary: EvaluationSummary) {
    #expect(!summary.description.isEmpty)
    #expect(summary == summary)
    #expect(summary.vector.count == good.count)
    #expect(!summary.description.contains("-nan"))
    #expect(summary.calibration.count == 15)
    _ = summary.hashValue
  }

  @Test func corruptFilesAreRefused() throws {
    func read(_ topK: String, _ bins: String, _ vector: String) throws {
      let json = """
        {"topK":\(topK),"calibrationBins":\(bins),"vector":\(vector)}
        """
      _ = try JSONDecoder().decode(
        EvaluationSummary.self, from: Data(json.utf8))
    }
    let numbers = "\(good)"
    try read("[1, 5]", "15", numbers)
    for (topK, bins, vector) in [
      ("[1]", "15", numbers), ("[1, 5]", "14", numbers),
      ("[1, 5]", "\(Int.max)", numbers), ("[1, 5]", "\(Int.min)", numbers),
      ("[1, 5]", "15", "[]"), ("[1, 5]", "15", "\(changed([0: -1]))"),
      ("[1, 5]", "15", numbers.replacing("0]", with: "0.5]")),
    ] {
      #expect(throws: DecodingError.self) { try read(topK, bins, vector) }
    }
  }
}
