import CLogits
import Logits
import TestSupport
import Testing

/// Evaluations and their summaries, against those of Swift.
@Suite struct SummaryTests {
  private let logits: CMemory<Float>
  private let targets: CMemory<Int32>
  private let expected: EvaluationSummary
  private let evaluations: [SampleEvaluation]

  init() throws {
    var generator = SeededGenerator(seed: 3)
    var rows = (0..<60).map { _ in
      Float(Int.random(in: -900...900, using: &generator)) / 128
    }
    rows[7] = .nan
    logits = CMemory(rows)
    targets = CMemory((0..<12).map { $0 == 5 ? -100 : Int32($0 % 5) })
    let criterion = CrossEntropy(ignoreIndex: -100)
    var evaluations = [SampleEvaluation](repeating: .ignored, count: 12)
    try criterion.evaluate(
      rows, .rows(of: 5), targets: targets.elements, into: &evaluations)
    self.evaluations = evaluations
    var summary = EvaluationSummary(topK: [1, 2, 3], calibrationBins: 4)
    summary.add(contentsOf: evaluations)
    expected = summary
  }

  private let topK = CMemory<Int64>([1, 2, 3])

  private func summary(_ vector: CMemory<Int64>) -> logits_summary {
    logits_summary(
      vector: vector.buffer.baseAddress, count: Int64(vector.buffer.count),
      top_k: UnsafePointer(topK.buffer.baseAddress), top_k_count: 3, bins: 4)
  }

  private var zeros: CMemory<Int64> {
    CMemory([Int64](repeating: 0, count: expected.vector.count))
  }

  /// Adds some of the samples.
  private func add(
    _ samples: Range<Int>, to vector: CMemory<Int64>,
    _ evaluations: UnsafeMutablePointer<logits_evaluation>? = nil
  ) -> CInt {
    var options = logits_options.zeros
    options.has_ignore_index = 1
    options.ignore_index = -100
    var summary = summary(vector)
    var rows = logits.input
    rows.data? += 20 * samples.lowerBound
    rows.count = Int64(5 * samples.count)
    var classes = targets.input
    classes.data? += 4 * samples.lowerBound
    classes.count = Int64(samples.count)
    return logits_evaluate(
      rows, logits_rows(5), classes, &options, evaluations,
      evaluations == nil ? 0 : Int64(samples.count), &summary)
  }

  @Test func vectorsAreThoseOfSwift() {
    let vector = zeros
    let size = MemoryLayout<logits_evaluation>.stride
    #expect(size == MemoryLayout<SampleEvaluation>.stride)
    withUnsafeTemporaryAllocation(
      of: logits_evaluation.self, capacity: 12
    ) { found in
      #expect(add(0..<12, to: vector, found.baseAddress) == 0)
      for (c, swift) in zip(found, evaluations) {
        let doubles = [
          (c.loss, swift.loss), (c.weight, swift.weight),
          (c.log_sum_exp, swift.logSumExp), (c.confidence, swift.confidence),
          (c.entropy, swift.entropy), (c.brier, swift.brier),
        ]
        #expect(doubles.allSatisfy { $0.bitPattern == $1.bitPattern })
        #expect(c.prediction == swift.prediction && c.rank == swift.rank)
      }
    }
    #expect(vector.elements == expected.vector)
    // Without a place for the evaluations.
    let other = zeros
    #expect(add(0..<12, to: other) == 0)
    #expect(other.elements == expected.vector)
  }

  @Test func partsAddUp() {
    let parts = [0..<1, 1..<7, 7..<7, 7..<12].map { samples in
      let vector = zeros
      #expect(add(samples, to: vector) == 0)
      return vector.elements
    }
    let sum = CMemory(
      parts[0].indices.map { i in parts.reduce(0) { $0 + $1[i] } })
    var summary = summary(sum)
    #expect(logits_summary_normalize(&summary) == 0)
    #expect(sum.elements == expected.vector)
  }

  @Test func figures() throws {
    let vector = CMemory(expected.vector)
    var summary = summary(vector)
    var figures = logits_figures()
    figures.size = MemoryLayout<logits_figures>.size
    #expect(Outcome(logits_summary_figures(&summary, &figures)) == .ok)
    #expect(figures.samples == expected.samples)
    #expect(figures.ignored_samples == 1)
    #expect(figures.non_finite_samples == 1)
    #expect(figures.correct == expected.correct)
    #expect(figures.loss.isNaN && figures.brier.isNaN)
    #expect(figures.accuracy == expected.accuracy)
    #expect(figures.accuracy_lower == expected.accuracyInterval.lower)
    #expect(
      figures.expected_calibration_error == expected.expectedCalibrationError)

    let accuracies = CMemory<Double>([0, 0, 0])
    #expect(
      logits_summary_top_accuracies(&summary, accuracies.output) == 0)
    #expect(accuracies.elements == expected.topAccuracies)
    var bins = [logits_calibration_bin](repeating: .init(), count: 4)
    #expect(logits_summary_calibration(&summary, &bins, 4) == 0)
    for (c, swift) in zip(bins, expected.calibration) {
      #expect(c.lower == swift.lower && c.upper == swift.upper)
      #expect(c.samples == swift.samples && c.correct == swift.correct)
      #expect(c.confidence_sum == swift.confidenceSum)
    }
    #expect(
      Outcome(logits_summary_calibration(&summary, &bins, 3))
        == Outcome(LOGITS_ERROR_SIZE, "output: 3 elements instead of 4"))
  }

  /// Fields beyond the caller's size are not written.
  @Test func olderFigures() throws {
    let vector = CMemory(expected.vector)
    var summary = summary(vector)
    var figures = logits_figures()
    figures.size = try #require(
      MemoryLayout<logits_figures>.offset(of: \.correct))
    figures.correct = 77
    #expect(logits_summary_figures(&summary, &figures) == 0)
    #expect(figures.samples == 11 && figures.correct == 77)
    figures.size = 4
    #expect(
      logits_summary_figures(&summary, &figures)
        == CInt(LOGITS_ERROR_STRUCT_SIZE.rawValue))
  }

  @Test func counts() {
    var summary = logits_summary()
    #expect(
      logits_summary_count(&summary) == EvaluationSummary.vectorCount())
    summary.top_k = UnsafePointer(topK.buffer.baseAddress)
    #expect(
      logits_summary_count(&summary) == EvaluationSummary.vectorCount(topK: []))
    summary.top_k_count = -1
    #expect(logits_summary_count(&summary) == -1)
    let message = String(cString: logits_error_message())
    #expect(message == "the number of top k must be from 0 to 65536, not -1")
    #expect(logits_summary_count(nil) == -1)
  }

  /// Neither bins nor k that make no sense are taken for others.
  @Test func options() {
    let vector = zeros
    func expectRefusal(
      _ words: String, _ change: (inout logits_summary) -> Void
    ) {
      var summary = summary(vector)
      change(&summary)
      let refusal = Outcome(LOGITS_ERROR_OPTION, words)
      var figures = logits_figures()
      figures.size = MemoryLayout<logits_figures>.size
      #expect(Outcome(logits_summary_normalize(&summary)) == refusal)
      #expect(Outcome(logits_summary_figures(&summary, &figures)) == refusal)
      let outcome = Outcome(
        logits_evaluate(
          logits.input, logits_rows(5), targets.input, nil, nil, 0, &summary))
      #expect(outcome == refusal)
    }
    for bins in [-1, 65_537, .min, .max] as [Int64] {
      let words = "the number of bins must be from 1 to 65536, not \(bins)"
      expectRefusal(words) { $0.bins = bins }
      var summary = logits_summary()
      summary.bins = bins
      #expect(logits_summary_count(&summary) == -1)
      #expect(String(cString: logits_error_message()) == words)
    }
    for k in [0, -1, .min] as [Int64] {
      let topK = CMemory<Int64>([1, k, 3])
      expectRefusal("each of top k must be at least 1, not \(k)") {
        $0.top_k = UnsafePointer(topK.buffer.baseAddress)
      }
    }
    #expect(vector.elements.allSatisfy { $0 == 0 })
    var most = logits_summary()
    most.bins = 65_536
    #expect(
      logits_summary_count(&most)
        == EvaluationSummary.vectorCount(calibrationBins: 65_536))
  }

  @Test func badSummaries() {
    let vector = zeros
    vector.buffer[0] = -1
    var summary = summary(vector)
    #expect(
      Outcome(logits_summary_normalize(&summary))
        == Outcome(
          LOGITS_ERROR_SUMMARY, "this vector is no summary: a count of -1"))
    summary.count -= 1
    #expect(
      logits_summary_normalize(&summary)
        == CInt(LOGITS_ERROR_SUMMARY.rawValue))
    summary.vector = nil
    #expect(
      Outcome(logits_summary_normalize(&summary))
        == Outcome(LOGITS_ERROR_POINTER, "summary: a null pointer"))
    // A target that is no class adds nothing.
    let good = zeros
    let before = targets.buffer[3]
    targets.buffer[3] = 5
    #expect(add(0..<12, to: good) == CInt(LOGITS_ERROR_TARGET.rawValue))
    targets.buffer[3] = before
    #expect(good.elements.allSatisfy { $0 == 0 })
  }
}
