import ArrayFiles
import Logits

/// Evaluates stored logits, block by block.
struct Evaluation {
  private(set) var summary: EvaluationSummary
  /// The first row that is not finite, counted from 0.
  private(set) var firstNonFiniteRow: Int?
  /// The figures of classes and samples for an HTML report.
  private(set) var details: ReportDetails?

  init(topK: [Int], detailsForClasses classes: Int?) {
    summary = EvaluationSummary(topK: topK)
    details = classes.map { ReportDetails(classes: $0) }
  }

  /// Adds all samples, and passes each block of them to `body`.
  mutating func add(
    _ logits: LogitsFile, _ labels: LabelsFile, _ loss: CrossEntropy,
    _ execution: Execution,
    _ body: (_ targets: ArraySlice<Int>, _ samples: [SampleEvaluation]) throws
      -> Void
  ) throws {
    if logits.isDouble {
      try add(LogitsReader<Double>(logits), labels, loss, execution, body)
    } else {
      try add(LogitsReader<Float>(logits), labels, loss, execution, body)
    }
  }

  private mutating func add<Scalar: LogitScalar & ReadableElement>(
    _ reader: LogitsReader<Scalar>, _ labels: LabelsFile,
    _ loss: CrossEntropy, _ execution: Execution,
    _ body: (ArraySlice<Int>, [SampleEvaluation]) throws -> Void
  ) throws {
    try reader.forEachBlock { rows, logits in
      let targets = try labels.labels(rows)
      var samples = [SampleEvaluation](repeating: .ignored, count: rows.count)
      try loss.evaluate(
        logits, reader.layout, targets: targets, into: &samples,
        execution: execution)
      summary.add(contentsOf: samples)
      if firstNonFiniteRow == nil, summary.nonFiniteSamples > 0 {
        firstNonFiniteRow = zip(rows, samples).first { $1.isNonFinite }?.0
      }
      if details != nil {
        for (i, sample) in samples.enumerated() where !sample.isIgnored {
          details?.add(
            row: rows.lowerBound + i, target: targets[i],
            prediction: sample.prediction,
            loss: sample.loss, confidence: sample.confidence)
        }
      }
      try body(targets, samples)
    }
  }
}
