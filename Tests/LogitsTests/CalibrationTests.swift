import Logits
import TestSupport
import Testing

/// Confidences in their bins, and the calibration error made of them.
@Suite struct CalibrationTests {
  /// The bin that the only sample of a summary is in.
  private func bin(_ logits: [Double], of bins: Int = 15) throws -> Int? {
    var summary = EvaluationSummary(calibrationBins: bins)
    for sample in try CrossEntropy().evaluate(logits, .oneRow, targets: [0]) {
      summary.add(sample)
    }
    #expect(summary.calibration.count == max(bins, 1))
    #expect(summary.samples == 1)
    return summary.calibration.firstIndex { $0.samples == 1 }
  }

  private func equal(_ count: Int) -> [Double] {
    [Double](repeating: 0, count: count)
  }

  @Test func anEdgeBelongsToTheBinAboveIt() throws {
    // n equal logits have a confidence of exactly 1 / n.
    #expect(try bin(equal(15)) == 1)
    #expect(try bin(equal(5)) == 3)
    #expect(try bin(equal(3)) == 5)
    // A little more of Σ e, and the confidence is the Double below.
    #expect(try bin(equal(3) + [-35.2]) == 4)
    #expect(try bin(equal(5) + [-34.5]) == 2)
    // 1 / n times n is not always 1.
    for n in 1...200 {
      #expect(try bin(equal(n), of: n) == min(1, n - 1), "\(n)")
      #expect(try bin(equal(n), of: 3 * n) == min(3, 3 * n - 1), "\(n)")
    }
  }

  /// The Doubles below, at and above each edge of any number of bins.
  @Test func edgesDecide() {
    for n in Array(1...300) + [1023, 4096, 49_999, 65_535, 65_536] {
      for k in 0...n {
        let edge = Double(k) / Double(n)
        func bin(_ confidence: Double) -> Int? {
          CalibrationBin.index(of: confidence, count: n)
        }
        let isRight =
          bin(edge) == min(k, n - 1) && (k == 0 || bin(edge.nextDown) == k - 1)
          && (k == n || bin(edge.nextUp) == k)
        if !isRight { Issue.record("\(k) of \(n)") }
      }
    }
    for confidence in [-0.5, 1.0.nextUp, .nan, .infinity, -.infinity] {
      #expect(CalibrationBin.index(of: confidence, count: 15) == nil)
    }
  }

  @Test func oneBelongsToTheLastBin() throws {
    #expect(try bin([5]) == 14)
    #expect(try bin([0, -800]) == 14)
    #expect(try bin([0, -36]) == 14)
    #expect(try bin([0, 0], of: 1) == 0)
    // Less than one bin is one.
    #expect(try bin([0, 0], of: 0) == 0)
    #expect(try bin([0, 0], of: -3) == 0)
  }

  @Test func nanIsInNoBin() throws {
    #expect(try bin([.nan, 1]) == nil)
    #expect(try bin([.infinity, 1]) == nil)
  }

  @Test func binsLieSideBySide() {
    let bins = EvaluationSummary(calibrationBins: 49).calibration
    #expect(bins.first?.lower == 0)
    #expect(bins.last?.upper == 1)
    for (bin, next) in zip(bins, bins.dropFirst()) {
      #expect(bin.upper == next.lower)
    }
    #expect(bins.allSatisfy { $0.samples == 0 && $0.accuracy.isNaN })
    #expect(bins.allSatisfy { $0.meanConfidence.isNaN })
  }

  /// In two bins: 1/4 wrong and 1/4 right, 1/2 right, 1 right, 1 wrong and
  /// 1 right; and a NaN, which counts in none.
  @Test func theErrorByHand() throws {
    let one = [0] + [Double](repeating: -.infinity, count: 3)
    let half = [0, 0] + [Double](repeating: -.infinity, count: 2)
    let nan = [Double](repeating: .nan, count: 4)
    let rows = [equal(4), equal(4), half, one, one, one, nan]
    let samples = try CrossEntropy().evaluate(
      rows.flatMap(\.self), .rows(of: 4), targets: [1, 0, 0, 0, 2, 0, 0])
    var summary = EvaluationSummary(calibrationBins: 2)
    for sample in samples { summary.add(sample) }
    let (low, high) = (summary.calibration[0], summary.calibration[1])
    #expect((low.samples, low.correct) == (2, 1))
    #expect((low.meanConfidence, low.accuracy) == (0.25, 0.5))
    #expect((high.samples, high.correct) == (4, 3))
    #expect((high.meanConfidence, high.accuracy) == (0.875, 0.75))
    // (2 · 1/4 + 4 · 1/8) / 6
    #expect(summary.expectedCalibrationError == 1.0 / 6)
    #expect(summary.samples == 7)
  }
}
