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

/// The arguments of a cross-entropy, not checked yet.
@usableFromInline
struct CrossEntropyArguments<Scalar: LogitScalar> {
  @usableFromInline let input: UnsafeBufferPointer<Scalar>
  @usableFromInline let inputKind: CrossEntropyInput
  @usableFromInline let targets: TargetBuffer<Scalar>
  @usableFromInline let shape: BatchShape?
  @usableFromInline var gradient: UnsafeMutableBufferPointer<Scalar>?
  @usableFromInline var gradientRowStride: Int?
  @usableFromInline var losses: UnsafeMutableBufferPointer<Scalar>?
  @usableFromInline let execution: Execution

  @usableFromInline
  init(
    _ inputKind: CrossEntropyInput, _ input: UnsafeBufferPointer<Scalar>,
    _ targets: TargetBuffer<Scalar>, _ shape: BatchShape?,
    _ execution: Execution
  ) {
    self.input = input
    self.inputKind = inputKind
    self.targets = targets
    self.shape = shape
    self.execution = execution
  }
}

/// Checks the arguments, then computes the loss, and what else has a buffer.
@usableFromInline @discardableResult
func crossEntropy<Scalar: LogitScalar>(
  _ arguments: CrossEntropyArguments<Scalar>, _ reduction: Reduction
) throws(LogitsError) -> Double {
  let shape = arguments.shape ?? .oneSample(arguments.input.count)
  let plan = try Plan<Scalar>(arguments.execution, shape)
  let rows = try CrossEntropyRows(arguments, shape, reduction, plan.passes)
  let sum = crossEntropySum(rows, plan.tiles)
  return reduction == .mean ? sum / Double(shape.samples) : sum
}

/// The checked arguments of a cross-entropy.
struct CrossEntropyRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let input: Rows<Scalar>
  let inputKind: CrossEntropyInput
  let targets: Targets<Scalar>
  let gradient: MutableRows<Scalar>?
  let losses: UnsafeMutablePointer<Scalar>?
  /// What the gradient of a sample's loss is multiplied by.
  let gradientScale: Double

  init(
    _ arguments: CrossEntropyArguments<Scalar>, _ shape: BatchShape,
    _ reduction: Reduction, _ passes: Plan<Scalar>.Passes
  ) throws(LogitsError) {
    self.passes = passes
    let input = arguments.input
    inputKind = arguments.inputKind
    let role = inputKind.role
    self.input = try Rows(input, role, shape)
    if let gradient = arguments.gradient {
      let gradientShape = shape.withRowStride(arguments.gradientRowStride)
      self.gradient = try MutableRows(gradient, .gradient, gradientShape)
      try checkOverlap(
        gradient, .gradient, input, role,
        inPlace: gradientShape.rowStride == shape.rowStride)
      try arguments.targets.checkOverlap(gradient, .gradient)
    } else {
      gradient = nil
    }
    if let losses = arguments.losses {
      guard losses.count == shape.samples else {
        throw .sizeMismatch(
          .losses, expected: shape.samples...shape.samples,
          actual: losses.count)
      }
      try checkOverlap(losses, .losses, input, role)
      try arguments.targets.checkOverlap(losses, .losses)
      if let gradient = arguments.gradient {
        try checkOverlap(
          losses, .losses, UnsafeBufferPointer(gradient), .gradient)
      }
    }
    losses = arguments.losses?.baseAddress
    targets = try Targets(arguments.targets, for: shape)
    gradientScale = reduction == .mean ? 1 / Double(shape.samples) : 1
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
    try crossEntropy(arguments, .sum)
  }
}
