import Logits

/// The figures of a file of logits and its labels.
struct Evaluation {
  private(set) var samples = 0
  private(set) var lossSum = 0.0
  private(set) var correct = 0

  /// Mean cross-entropy in nats; NaN for no samples.
  var loss: Double { lossSum / Double(samples) }

  /// The part of the samples whose largest logit is the label's.
  var accuracy: Double { Double(correct) / Double(samples) }

  init(
    _ logits: LogitsFile, _ labels: LabelsFile, _ execution: Execution
  ) throws {
    switch logits.file.elementType {
    case .float64: try add(Double.self, logits, labels.labels, execution)
    default: try add(Float.self, logits, labels.labels, execution)
    }
  }

  private mutating func add<Scalar: LogitScalar>(
    _: Scalar.Type, _ logits: LogitsFile, _ labels: [Int],
    _ execution: Execution
  ) throws {
    var progress = ProgressBar(total: logits.samples)
    var predictions = [Int](
      repeating: 0, count: min(logits.blockRows, logits.samples))
    try logits.forEachBlock(of: Scalar.self, progress: &progress) {
      rows, shape, block in
      let targets = labels[rows]
      lossSum += try crossEntropy(
        block, targets: targets, shape: shape, reduction: .sum,
        execution: execution)
      try predictions.withUnsafeMutableBufferPointer {
        let output = UnsafeMutableBufferPointer(rebasing: $0[..<rows.count])
        try argmax(block, shape: shape, into: output, execution: execution)
      }
      correct += zip(targets, predictions).count { $0 == $1 }
      samples += rows.count
    }
  }
}
