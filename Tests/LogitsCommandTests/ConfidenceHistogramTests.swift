import Foundation
import Logits
import LogitsCommand
import TestSupport
import Testing

/// Bins of equally many samples.
@Suite struct ConfidenceHistogramTests {
  private struct Sample {
    let confidence: Double
    let isCorrect: Bool
  }

  private func histogram(
    _ samples: some Sequence<Sample>
  ) -> ConfidenceHistogram {
    var histogram = ConfidenceHistogram()
    histogram.add(
      samples.map { (confidence: $0.confidence, isCorrect: $0.isCorrect) })
    return histogram
  }

  private func random(_ count: Int, seed: UInt64) -> [Sample] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      // Many are near 0 or near 1.
      let power = pow(2, Double.random(in: -24...0, using: &generator))
      let isNearOne = Bool.random(using: &generator)
      return Sample(
        confidence: isNearOne ? 1 - power : power,
        isCorrect: Bool.random(using: &generator))
    }
  }

  /// Confidences that are far enough apart: the sorted samples, cut.
  @Test(arguments: [1, 4, 5, 7, 15, 64, 65, 1000])
  func sortedSamples(_ count: Int) {
    let samples = (0..<64).map {
      Sample(confidence: Double(2 * $0 + 1) / 128, isCorrect: $0 % 3 != 1)
    }
    let bins = histogram(samples.reversed()).equalMassBins(count)
    var expected: [Int: [Sample]] = [:]
    for (i, sample) in samples.enumerated() {
      expected[(2 * i + 1) * count / 128, default: []].append(sample)
    }
    let parts = expected.keys.sorted().compactMap { expected[$0] }
    #expect(bins.count == min(count, 64))
    #expect(bins.map(\.samples) == parts.map(\.count))
    #expect(
      bins.map(\.correct) == parts.map { $0.count { $0.isCorrect } })
    // Sums of multiples of 1/128 are exact.
    #expect(
      bins.map(\.confidenceSum)
        == parts.map { $0.reduce(0) { $0 + $1.confidence } })
  }

  @Test func orderAndGroupingDoNotMatter() throws {
    let samples = random(3000, seed: 1)
    let whole = histogram(samples)
    #expect(histogram(samples.reversed()) == whole)
    var merged = histogram(samples[2000...])
    merged.merge(histogram(samples[..<700]))
    merged.merge(histogram(samples[700..<2000]))
    #expect(merged == whole)
    let data = try JSONEncoder().encode(whole)
    let read = try JSONDecoder().decode(ConfidenceHistogram.self, from: data)
    #expect(read == whole)
    #expect(read.samples == 3000)
  }

  @Test(arguments: [2, 10, 100])
  func binsAreCutWhereTheySay(_ count: Int) {
    let samples = random(5000, seed: 2)
    let bins = histogram(samples).equalMassBins(count)
    #expect(bins.first?.lower == 0)
    #expect(bins.last?.upper == 1)
    for (bin, next) in zip(bins, bins.dropFirst()) {
      #expect(bin.upper == next.lower)
    }
    for (i, bin) in bins.enumerated() {
      let own = samples.filter {
        bin.lower <= $0.confidence
          && ($0.confidence < bin.upper || i == bins.count - 1)
      }
      #expect(bin.samples == own.count)
      #expect(bin.correct == own.count { $0.isCorrect })
      let sum = own.reduce(0) { $0 + $1.confidence }
      #expect(isNear(bin.confidenceSum, sum, 1e-11))
      // A narrow bin has one octave's 64th of these samples.
      #expect(abs(bin.samples - 5000 / count) < 40)
    }
  }

  /// No two of these are in the same narrow bin, and each is above its edge.
  @Test func edges() {
    let confidences: [Double] = [
      0, 0x1p-24, 0.25.nextDown, 0.25, 0.5.nextDown, 0.5, 0.75.nextDown, 0.75,
      1 - 0x1p-20, 1 - 0x1p-30, 1 - 0x1p-52, 1 - 0x1p-53, 1,
    ]
    let bins = histogram(
      confidences.map { Sample(confidence: $0, isCorrect: true) }
    ).equalMassBins(confidences.count)
    #expect(bins.count == confidences.count)
    for (bin, confidence) in zip(bins, confidences) {
      #expect(bin.samples == 1)
      #expect(bin.lower <= confidence)
      #expect(confidence < bin.upper || confidence == 1)
    }
  }

  /// Equal confidences are never cut.
  @Test func equalConfidences() {
    let samples = (0..<90).map {
      Sample(confidence: $0 < 60 ? 1 : 0.3, isCorrect: $0 % 2 == 0)
    }
    let bins = histogram(samples).equalMassBins(15)
    #expect(bins.map(\.samples) == [30, 60])
    #expect(bins.last?.lower == 1)
    #expect(histogram([]).equalMassBins(15).isEmpty)
    let odd = Sample(confidence: .nan, isCorrect: false)
    #expect(histogram([odd]).samples == 0)
  }

  @Test func invalidHistograms() {
    let valid = "[100,3,2,0,5]"
    for (text, isValid) in [
      ("[\(valid)]", true), ("[]", true), ("[\(valid),\(valid)]", false),
      ("[[100,3,4,0,5]]", false), ("[[100,3,2,0]]", false),
      ("[[5000,3,2,0,5]]", false), ("[[100,-3,2,0,5]]", false),
      ("[[100,562949953421312,2,0,5]]", false),
      // A sum of more than 3.
      ("[[100,3,2,1,5]]", false),
      ("[[100,3,2,0,13835058055282163713]]", false),
      ("[[100,3,2,18446744073709551615,5]]", false), ("{}", false),
    ] {
      let read = try? JSONDecoder().decode(
        ConfidenceHistogram.self, from: Data(text.utf8))
      #expect((read != nil) == isValid, "\(text)")
    }
  }
}
