import VectorPasses

/// The checked arguments of a cross-entropy.
struct CrossEntropyRows<Scalar: LogitScalar> {
  let formula: LossFormula<Scalar>
  let input: StoredRows<Scalar>
  /// Logits in half precision that are widened into the gradient's rows, which
  /// are the input then.
  let halves: StoredRows<Scalar>?
  let inputKind: CrossEntropyInput
  let targets: Targets<Scalar>
  let gradient: MutableRows<Scalar>?
  let losses: UnsafeMutablePointer<Scalar>?
  let evaluations: UnsafeMutablePointer<SampleEvaluation>?

  let sampleWeights: UnsafePointer<Scalar>?
  /// What the sum of the losses is divided by; 1 where that is the result.
  let divisor: Double
  /// What the gradient of each sample's loss is multiplied by.
  let gradientScale: Double
  /// A further factor for each sample.
  let upstream: UnsafePointer<Scalar>?

  init(
    _ arguments: CrossEntropyArguments<Scalar>, _ shape: BatchShape,
    _ classWeights: ClassWeights<Scalar>, _ passes: Plan<Scalar>.Passes
  ) throws(LogitsError) {
    let options = arguments.options
    formula = LossFormula(
      options, classes: shape.classes, classWeights, passes)
    inputKind = arguments.inputKind
    let stored = try StoredRows(arguments.input, inputKind.role, shape)
    gradient = try arguments.checkedGradient(shape)
    if let gradient, stored.buffer.format != .scalar {
      halves = stored
      input = StoredRows(gradient)
    } else {
      halves = nil
      input = stored
    }
    losses = try arguments.checked(arguments.losses, .losses, shape)
    evaluations = try arguments.checked(
      arguments.evaluations, .evaluations, shape)
    sampleWeights = try arguments.checkedSampleWeights(shape)
    targets = try Targets(
      arguments.targets, for: shape, ignoring: options.ignoreIndex)
    if let tolerance = options.targetSumTolerance {
      try targets.checkSums(tolerance)
    }

    let isReduced = arguments.losses == nil && arguments.evaluations == nil
    if !isReduced || options.reduction != .mean {
      divisor = 1
    } else if let divisorOfAll = arguments.divisorOfAll {
      divisor = divisorOfAll
    } else {
      divisor = try arguments.divisor.value(
        targets, classWeights, sampleWeights, shape.samples)
    }
    let scale: Double
    switch divisor {
    case 0 where options.emptyMean == .error: throw .nothingCounts
    case 0: scale = options.emptyMean == .zero ? 0 : .nan
    default: scale = 1 / divisor
    }
    (gradientScale, upstream) = try arguments.checkedUpstream(shape, scale)
  }

  var passes: Plan<Scalar>.Passes { formula.passes }

  /// Whether the loss is that of the softmax of the logits as they are, and
  /// only the targets weigh in it.
  var isPlain: Bool {
    guard formula.transform.isIdentity, formula.uniform == 0 else {
      return false
    }
    return switch targets {
    case .classes: true
    case .probabilities: formula.classWeights.values == nil
    }
  }

  /// Whether the gradient takes the place of the logits.
  var isInPlace: Bool {
    gradient.map { UnsafeRawPointer($0.start) == input.buffer.start } ?? false
  }
}
