import Logits

/// What maps the inputs of a sample to logits, and learns from batches.
package protocol Model<Scalar> {
  associatedtype Scalar: LogitScalar

  var execution: Execution { get }

  /// How many numbers it learns.
  var parameters: Int { get }

  /// A step along the gradient of a batch. All batches are of one size.
  mutating func step(_ batch: Samples<Scalar>, rate: Double) throws

  /// The logits of each sample.
  func logits(_ samples: Samples<Scalar>) throws -> [Scalar]
}

extension Model {
  /// The mean cross-entropy, in nats.
  package func loss(_ samples: Samples<Scalar>) throws -> Double {
    try CrossEntropy().loss(
      logits(samples), targets: samples.labels,
      shape: BatchShape(samples: samples.count, classes: Digit.classes),
      execution: execution)
  }

  /// What the logits say of each sample: what `logits evaluate` adds up.
  package func evaluate(
    _ samples: Samples<Scalar>
  ) throws -> [SampleEvaluation] {
    try CrossEntropy().evaluate(
      logits(samples), targets: samples.labels,
      shape: BatchShape(samples: samples.count, classes: Digit.classes),
      execution: execution)
  }
}

extension EvaluationSummary {
  package init(of samples: [SampleEvaluation]) {
    self.init()
    for sample in samples { add(sample) }
  }
}
