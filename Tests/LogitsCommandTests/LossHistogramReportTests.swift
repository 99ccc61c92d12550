import Foundation
import LogitsCommand
import TestSupport
import Testing

@Suite struct LossHistogramReportTests {
  private func histogram(_ losses: [Double]) -> LossHistogram {
    var histogram = LossHistogram()
    for loss in losses { histogram.add(loss) }
    return histogram
  }

  private func losses(seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<10_000).map { _ in
      exp(Double.random(in: -9...3, using: &generator))
    }
  }

  @Test func allLossesAreCounted() {
    let losses = losses(seed: 1)
    let histogram = histogram(
      losses + [0, -1e-17, 1e-300, 1e300, .infinity, .infinity, .nan])
    #expect(histogram.finite == losses.count + 4)
    #expect(histogram.infinite == 2)
    #expect(histogram.notANumber == 1)
    #expect(histogram.largest == 1e300)
    for range in [1e-3...10, 0...1e300, 1e9...1e10, 0...0] {
      let axis = LossAxis(range)
      let counts = histogram.counts(on: axis)
      #expect(counts.count == axis.bins + 2)
      #expect(counts.reduce(0, +) == histogram.finite)
    }
  }

  /// A loss is known to half a bin, 1/256.
  @Test func binsCountLossesBetweenTheirEdges() {
    let losses = losses(seed: 2)
    let histogram = histogram(losses)
    let axis = LossAxis(2e-3...3)
    #expect(axis.exponents == -3...1)
    #expect(axis.bins == 40)
    let counts = histogram.counts(on: axis)
    for (bin, count) in counts.dropFirst().dropLast().enumerated() {
      let (lower, upper) = (axis.edge(bin), axis.edge(bin + 1))
      let slack = 1 + 1.0 / 256
      let least = losses.count { $0 > lower * slack && $0 < upper / slack }
      let most = losses.count { $0 > lower / slack && $0 < upper * slack }
      #expect(least...most ~= count)
    }
    #expect(counts.first ?? 0 > 0)
    #expect(counts.last ?? 0 > 0)
  }

  @Test func quantilesAreThoseOfTheSortedLosses() {
    let losses = losses(seed: 3)
    let histogram = histogram(losses)
    let sorted = losses.sorted()
    for level in [0.01, 0.25, 0.5, 0.9, 0.99, 1] {
      let expected = sorted[Int(level * 10_000) - 1]
      #expect(abs(histogram.quantile(level) / expected - 1) < 1.0 / 256)
    }
    #expect(LossHistogram().quantile(0.5).isNaN)
    #expect(self.histogram([0, 0, 1]).quantile(0.5) == 0)
    #expect(self.histogram([1]).quantile(0.5) == 1)
  }

  @Test func largestLossIsOnTheAxis() {
    for largest in [1e-3, 0.5, 1, 10, 12.5] {
      let histogram = histogram([largest, largest / 2])
      let counts = histogram.counts(on: LossAxis(largest / 2...largest))
      #expect(counts.first == 0)
      #expect(counts.last == 0)
    }
  }
}
