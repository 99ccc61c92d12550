/// What the rows hold that a cross-entropy is taken of.
@usableFromInline
enum CrossEntropyInput {
  case logits
  case probabilities

  var role: LogitsError.Buffer {
    switch self {
    case .logits: .logits
    case .probabilities: .probabilities
    }
  }
}

/// The gradient of a result with respect to the loss, or to each sample's.
@usableFromInline
enum Upstream<Scalar: LogitScalar> {
  case loss(Double)
  case losses(UnsafeBufferPointer<Scalar>)
}

/// The arguments of a cross-entropy, not checked yet.
@usableFromInline
struct CrossEntropyArguments<Scalar: LogitScalar> {
  @usableFromInline let input: StoredBuffer<Scalar>
  @usableFromInline let inputKind: CrossEntropyInput
  @usableFromInline let targets: TargetBuffer<Scalar>
  @usableFromInline let shape: BatchShape?
  @usableFromInline let options: CrossEntropy
  @usableFromInline var sampleWeights: UnsafeBufferPointer<Scalar>?
  @usableFromInline var divisor = Divisor.weights
  /// What ``divisor`` is for a batch that these rows are a part of.
  var divisorOfAll: Double?
  @usableFromInline var upstream: Upstream<Scalar> = .loss(1)
  @usableFromInline var gradient: UnsafeMutableBufferPointer<Scalar>?
  @usableFromInline var gradientRowStride: Int?
  /// With a place for them, the losses are not reduced.
  @usableFromInline var losses: UnsafeMutableBufferPointer<Scalar>?
  /// With a place for them, all that the logits say is computed.
  @usableFromInline var evaluations:
    UnsafeMutableBufferPointer<SampleEvaluation>?
  @usableFromInline let execution: Execution

  @usableFromInline
  init<Logit: StoredLogit>(
    _ inputKind: CrossEntropyInput, _ input: UnsafeBufferPointer<Logit>,
    _ targets: TargetBuffer<Scalar>, _ shape: BatchShape?,
    _ options: CrossEntropy, _ execution: Execution
  ) where Logit.Scalar == Scalar {
    self.input = StoredBuffer(input)
    self.inputKind = inputKind
    self.targets = targets
    self.shape = shape
    self.options = options
    self.execution = execution
  }
}

/// Checks the arguments, then computes the loss, and what else has a buffer.
@usableFromInline @discardableResult
func crossEntropy<Scalar: LogitScalar>(
  _ arguments: CrossEntropyArguments<Scalar>
) throws(LogitsError) -> Double {
  let shape = arguments.shape ?? .oneSample(arguments.input.count)
  let plan = try Plan<Scalar>(arguments.execution, shape)
  return try arguments.options.withClassWeights(for: shape) {
    (weights: ClassWeights<Scalar>) throws(LogitsError) in
    let rows = try CrossEntropyRows(arguments, shape, weights, plan.passes)
    let sum = crossEntropySum(rows, plan.tiles)
    return switch rows.divisor {
    case 0: arguments.options.emptyMean == .zero ? 0 : .nan
    case let divisor: sum / divisor
    }
  }
}

/// The losses of the samples, in a new array.
@usableFromInline
func crossEntropyLosses<Scalar: LogitScalar>(
  _ arguments: CrossEntropyArguments<Scalar>
) throws(LogitsError) -> [Scalar] {
  let count = try resultCount(
    arguments.input, arguments.inputKind.role, arguments.shape)
  return try newArray(count: count) { (losses) throws(LogitsError) in
    var arguments = arguments
    arguments.losses = losses
    try crossEntropy(arguments)
  }
}
