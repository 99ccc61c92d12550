import Logits

/// Evaluates stored logits, block by block.
struct Evaluation {
  private(set) var summary: EvaluationSummary
  /// What a page says of classes and samples, where one is wanted.
  private(set) var details: ReportDetails?

  init(topK: [Int], withDetails classes: Int?) {
    summary = EvaluationSummary(topK: topK)
    details = classes.map { ReportDetails(classes: $0) }
  }

  /// Adds all samples; `body` gets those of each block.
  mutating func add(
    _ logits: LogitsFile, _ labels: LabelsFile, _ loss: CrossEntropy,
    _ execution: Execution,
    _ body: (_ targets: ArraySlice<Int>, _ samples: [SampleEvaluation]) throws
      -> Void
  ) throws {
    if logits.isDouble {
      try add(Double.self, logits, labels, loss, execution, body)
    } else {
      try add(Float.self, logits, labels, loss, execution, body)
    }
  }

  private mutating func add<Scalar: LogitScalar>(
    _: Scalar.Type, _ logits: LogitsFile, _ labels: LabelsFile,
    _ loss: CrossEntropy, _ execution: Execution,
    _ body: (ArraySlice<Int>, [SampleEvaluation]) throws -> Void
  ) throws {
    let reader = LogitsReader<Scalar>(logits)
    var progress = ProgressBar(
      total: logits.samples, bytes: logits.byteCount)
    defer { progress.finish() }
    for rows in logits.blocks(of: Scalar.self) {
      let shape = BatchShape(samples: rows.count, classes: logits.classes)
      let targets = labels.labels[rows]
      let samples = try reader.withRows(rows) {
        try loss.evaluate(
          $0, targets: targets, shape: shape, execution: execution)
      }
      for (row, sample) in zip(rows, samples) {
        summary.add(sample)
        guard details != nil, !sample.isIgnored else { continue }
        details?.add(
          row: row, target: targets[row], prediction: sample.prediction,
          loss: sample.loss, confidence: sample.confidence)
      }
      try body(targets, samples)
      progress.update(rows.upperBound)
    }
  }
}
