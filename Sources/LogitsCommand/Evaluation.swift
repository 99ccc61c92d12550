import Logits

/// Evaluates stored logits, block by block.
struct Evaluation {
  private(set) var summary: EvaluationSummary
  /// The first row that is not finite, counted from 0.
  private(set) var firstNonFiniteRow: Int?
  /// The figures of classes and samples for an HTML report.
  private(set) var details: ReportDetails?

  init(topK: [Int], bins: Int, details: ReportDetails? = nil) {
    summary = EvaluationSummary(topK: topK, calibrationBins: bins)
    self.details = details
  }

  /// Adds all samples that a label scores, and passes each block of them to
  /// `body`.
  mutating func add(
    _ logits: LogitsFile, _ targets: SampleTargets, _ loss: CrossEntropy,
    _ execution: Execution,
    _ body: (_ targets: [Int], _ samples: [SampleEvaluation]) throws -> Void
  ) throws {
    if logits.isDouble {
      try add(SampleReader<Double>(logits), targets, loss, execution, body)
    } else {
      try add(SampleReader<Float>(logits), targets, loss, execution, body)
    }
  }

  private mutating func add<Scalar: LogitScalar>(
    _ reader: SampleReader<Scalar>, _ targets: SampleTargets,
    _ loss: CrossEntropy, _ execution: Execution,
    _ body: ([Int], [SampleEvaluation]) throws -> Void
  ) throws {
    try reader.forEachBlock(of: targets.rows) { rows, logits in
      let blockTargets = targets[rows]
      let samples = targets.scored(
        try loss.evaluations(
          logits, reader.layout, targets: blockTargets, execution), of: rows)
      let scoredTargets = targets.scored(blockTargets, of: rows)
      summary.add(contentsOf: samples)
      if firstNonFiniteRow == nil, summary.nonFiniteSamples > 0 {
        firstNonFiniteRow =
          zip(targets.scored(rows, of: rows), samples)
          .first { $1.isNonFinite }?.0
      }
      if details != nil {
        for (i, row) in targets.scored(rows, of: rows).enumerated()
        where !samples[i].isIgnored {
          details?.add(
            row: row, target: scoredTargets[i],
            prediction: samples[i].prediction, loss: samples[i].loss,
            confidence: samples[i].confidence)
        }
      }
      try body(scoredTargets, samples)
    }
  }
}

extension CrossEntropy {
  /// The evaluation of each sample of a block.
  func evaluations<Scalar: LogitScalar>(
    _ logits: UnsafeBufferPointer<Scalar>, _ layout: Layout,
    targets: ArraySlice<Int>, _ execution: Execution
  ) throws -> [SampleEvaluation] {
    var samples = [SampleEvaluation](repeating: .ignored, count: targets.count)
    try evaluate(
      logits, layout, targets: targets, into: &samples, execution: execution)
    return samples
  }
}
