import Foundation
import TestSupport
import Testing

/// The calibration figures beside the expected calibration error.
@Suite struct CalibrationFiguresTests {
  private typealias Sample = (
    confidence: Double, prediction: Int, isCorrect: Bool
  )

  /// The distances of mean confidence and accuracy in groups of samples, with
  /// their parts of all.
  private func gaps(
    _ groups: some Sequence<[Sample]>
  ) -> [(gap: Double, samples: Int)] {
    groups.map { group in
      let right = Double(group.count { $0.isCorrect })
      let mean = Textbook.mean(group.map(\.confidence))
      return (abs(mean - right / Double(group.count)), group.count)
    }
  }

  private func mean(_ gaps: [(gap: Double, samples: Int)]) -> Double {
    gaps.reduce(0) { $0 + $1.gap * Double($1.samples) }
      / Double(gaps.reduce(0) { $0 + $1.samples })
  }

  @Test func largestGapAndPredictedClasses() throws {
    for fixture in try EvaluationFixture.all() {
      let folder = try TemporaryFolder()
      let figures = try Figures("evaluate", fixture.write(to: folder))
      let samples = fixture.confidences.indices.map { (i: Int) -> Sample in
        let prediction = fixture.predictions[i]
        return (
          fixture.confidences[i], prediction, prediction == fixture.targets[i]
        )
      }
      func bin(_ sample: Sample) -> Int {
        min(Int(sample.confidence * 15), 14)
      }
      let bins = gaps(Dictionary(grouping: samples, by: bin).values)
      let byClass = gaps(
        Dictionary(grouping: samples) { [$0.1, bin($0)] }.values)
      figures.expect([
        "expectedCalibrationError": ([mean(bins)], fixture.tolerance),
        "maximumCalibrationError": (
          [bins.map(\.gap).max() ?? .nan], fixture.tolerance
        ),
        "topLabelCalibrationError": ([mean(byClass)], fixture.tolerance),
      ])
    }
  }

  /// Two classes, with confidences from 65/128 to 127/128.
  @Test(arguments: [1, 4, 5, 15])
  func equalMass(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let samples = (32..<64).map { (k: Int) -> Sample in
      let confidence = Double(2 * k + 1) / 128
      return (confidence, k % 2, k % 3 != 0)
    }
    let files = [
      try folder.write(
        "x.npy", "<f8", [32, 2],
        samples.flatMap { sample in
          let pair = [sample.confidence, 1 - sample.confidence].map { log($0) }
          return sample.prediction == 0 ? pair : pair.reversed()
        }),
      try folder.write(
        "y.npy", "<i8", [32],
        samples.map { $0.isCorrect ? $0.prediction : 1 - $0.prediction }),
    ]
    let arguments = files + ["--bins", "\(count)"]
    let figures = try Figures("evaluate", arguments)
    let groups = Dictionary(grouping: samples.indices) {
      (2 * $0 + 1) * count / 64
    }
    let expected = gaps(groups.values.map { $0.map { samples[$0] } })
    figures.expect([
      "equalMassCalibrationError": ([mean(expected)], 1e-14),
      "equalMassMaximumCalibrationError": (
        [expected.map(\.gap).max() ?? .nan], 1e-14
      ),
    ])
    // An edge is above all that are below, and not above what is in its bin.
    let edges = figures.interval("equalMassEdges")
    #expect(edges.count == groups.count + 1)
    #expect((edges.first, edges.last) == (0, 1))
    for (group, edge) in zip(1..<count, edges.dropFirst()) {
      let first = groups[group]?.min() ?? 0
      #expect(samples[first - 1].confidence < edge)
      #expect(edge <= samples[first].confidence)
    }
    let lines = TextLines(try output(["evaluate"] + arguments))
    func percent(_ value: Double) -> String {
      String(format: "%.2f %%", 100 * value)
    }
    #expect(
      lines["largest gap"] == percent(figures["maximumCalibrationError"]))
    #expect(
      lines["equal mass"]
        == "\(percent(mean(expected))), largest gap "
        + percent(expected.map(\.gap).max() ?? .nan))
    #expect(
      lines["by prediction"]
        == percent(figures["topLabelCalibrationError"]))
  }

  /// 65 predicted classes of 65,536 bins are more than are counted.
  @Test func tooManyClasses() throws {
    let folder = try TemporaryFolder()
    let classes = 65
    var values = [Float](repeating: 0, count: classes * classes)
    for i in 0..<classes { values[i * classes + i] = 3 }
    let files = [
      try folder.write("x.npy", "<f4", [classes, classes], values),
      try folder.write("y.npy", "<i8", [classes], Array(0..<classes)),
    ]
    for (bins, isCounted) in [("64000", true), ("65536", false)] {
      let arguments = files + ["--bins", bins]
      let figures = try Figures("evaluate", arguments)
      #expect(figures.keys.contains("topLabelCalibrationError") == isCounted)
      let line = TextLines(try output(["evaluate"] + arguments))[
        "by prediction"]
      #expect((line == "n/a: too many classes and bins") != isCounted)
    }
  }

  /// Samples without a confidence are in no bin.
  @Test func nothingToCount() throws {
    let folder = try TemporaryFolder()
    let logits = try folder.write("x.npy", "<f8", [1, 2], [Double.nan, 0])
    let labels = try folder.write("y.npy", "|u1", [1], [0] as [UInt8])
    let figures = try Figures("evaluate", [logits, labels])
    for key in [
      "maximumCalibrationError", "equalMassCalibrationError",
      "equalMassMaximumCalibrationError", "topLabelCalibrationError",
    ] {
      #expect(figures.keys.contains(key))
      #expect(figures[key].isNaN)
    }
    #expect(figures.interval("equalMassEdges").isEmpty)
  }
}
