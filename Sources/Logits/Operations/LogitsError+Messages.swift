// All errors of the library, and their words.
extension LogitsError {
  /// The role that a buffer has in a call.
  package enum Buffer: String, Hashable, Sendable {
    case logits
    case probabilities
    case logProbabilities = "log-probabilities"
    case targets
    case targetProbabilities = "target probabilities"
    /// Results that have no name of their own below.
    case output
    case gradient
    case losses
    case otherLogits = "other logits"
    case evaluations
    case summary
    case partials = "partial results"
    case classWeights = "class weights"
    case sampleWeights = "sample weights"
    case upstream
    case features
    case weight
    case bias
    case featureGradient = "feature gradient"
    case weightGradient = "weight gradient"
    case biasGradient = "bias gradient"
    case workspace
  }

  /// An option with a range.
  package enum Option: String, Hashable, Sendable {
    case labelSmoothing = "label smoothing"
    case zLoss = "z-loss"
    case temperature
    case softcap
    case targetSumTolerance = "target sum tolerance"
    case divisor
    case firstClass = "first class"
    case memory

    /// The values that it may have, in words.
    fileprivate var range: String {
      switch self {
      case .labelSmoothing: "from 0 to 1"
      case .zLoss, .targetSumTolerance, .firstClass: "0 or more"
      case .memory: "1 or more"
      case .divisor: "finite, 0 or more"
      case .temperature: "from 1e-15 to 1e15"
      case .softcap: "from 1e-15 to 1e15, or infinite"
      }
    }
  }

  package static func negativeSamples(_ samples: Int) -> LogitsError {
    LogitsError(
      .layout, value: Double(samples),
      "the number of samples is negative: \(samples)")
  }

  package static func noClasses(_ classes: Int) -> LogitsError {
    LogitsError(
      .layout, value: Double(classes),
      "a row must have at least 1 class, not \(classes)")
  }

  package static func noPositions(_ positions: Int) -> LogitsError {
    LogitsError(
      .layout, value: Double(positions),
      "a plane must have at least 1 position, not \(positions)")
  }

  package static func noFeatures(_ features: Int) -> LogitsError {
    LogitsError(
      .layout, value: Double(features),
      "a sample must have at least 1 feature, not \(features)")
  }

  package static func rowStrideTooSmall(
    rowStride: Int, classes: Int
  ) -> LogitsError {
    LogitsError(
      .layout, value: Double(rowStride),
      "a row stride of \(rowStride) is less than \(classes) classes")
  }

  package static func strideOfPlanes(_ stride: Int) -> LogitsError {
    LogitsError(
      .layout, value: Double(stride),
      "only rows have a stride, and these are planes")
  }

  package static let featuresWithGaps = LogitsError(
    .layout, "features", "features are rows without gaps")

  package static func sizeOverflow(
    samples: Int, rowStride: Int
  ) -> LogitsError {
    LogitsError(
      .layout,
      "\(samples) samples with a row stride of \(rowStride) are more than "
        + "memory can address")
  }

  package static func notWholeRows(
    _ buffer: Buffer, count: Int, classes: Int, _ stride: Int
  ) -> LogitsError {
    LogitsError(
      .size, buffer.rawValue, value: Double(count),
      "\(buffer.rawValue): \(count) elements are no whole number of rows of "
        + "\(classes)" + (stride == classes ? "" : ", \(stride) apart"))
  }

  package static func notWholePlanes(
    _ buffer: Buffer, count: Int, classes: Int, positions: Int
  ) -> LogitsError {
    LogitsError(
      .size, buffer.rawValue, value: Double(count),
      "\(buffer.rawValue): \(count) elements are no whole number of \(classes) "
        + "planes of \(positions)")
  }

  package static func sizeMismatch(
    _ buffer: Buffer, expected: ClosedRange<Int>, actual: Int
  ) -> LogitsError {
    let wanted =
      expected.count == 1
      ? "\(expected.lowerBound)"
      : "\(expected.lowerBound) to \(expected.upperBound)"
    return LogitsError(
      .size, buffer.rawValue, value: Double(actual),
      "\(buffer.rawValue): \(actual) elements instead of \(wanted)")
  }

  package static func workspaceTooSmall(
    _ count: Int, needed: Int
  ) -> LogitsError {
    LogitsError(
      .size, Buffer.workspace.rawValue, value: Double(needed),
      "workspace: \(needed) bytes are needed, not \(count)")
  }

  package static func oneHotIntegers(_ count: Int) -> LogitsError {
    LogitsError(
      .size, Buffer.targets.rawValue, value: Double(count),
      "targets: integers are class indices, one a sample; one-hot rows have to "
        + "be floating-point numbers")
  }

  package static func elementType(
    _ buffer: Buffer, _ type: _ElementType, for scalar: _ElementType
  ) -> LogitsError {
    LogitsError(
      .elementType, buffer.rawValue,
      "\(buffer.rawValue): elements of type \(type) beside what is computed in "
        + "\(scalar)")
  }

  package static func notIndices(
    _ buffer: Buffer, _ type: _ElementType
  ) -> LogitsError {
    LogitsError(
      .elementType, buffer.rawValue,
      "\(buffer.rawValue): elements of type \(type) are no class indices")
  }

  package static func notNumbers(
    _ buffer: Buffer, _ type: _ElementType
  ) -> LogitsError {
    LogitsError(
      .elementType, buffer.rawValue,
      "\(buffer.rawValue): elements of type \(type) are not numbers of a type "
        + "that goes there")
  }

  package static func indexTypeTooSmall(
    _ type: _ElementType, classes: Int
  ) -> LogitsError {
    LogitsError(
      .elementType, Buffer.output.rawValue, value: Double(classes),
      "output: elements of type \(type) cannot hold the indices of \(classes) "
        + "classes")
  }

  package static func overlap(_ first: Buffer, _ second: Buffer) -> LogitsError
  {
    LogitsError(
      .overlap, first.rawValue,
      "\(first.rawValue) and \(second.rawValue) overlap")
  }

  package static func targetOutOfRange(
    row: Int, value: Int128, classes: Int
  ) -> LogitsError {
    LogitsError(
      .targetOutOfRange, Buffer.targets.rawValue, row: row,
      value: Double(value),
      "row \(row): target \(value) is not a class from 0 to \(classes - 1)")
  }

  package static func optionOutOfRange(
    _ option: Option, value: Double
  ) -> LogitsError {
    LogitsError(
      .option, option.rawValue, value: value,
      "\(option.rawValue) must be \(option.range), not \(value)")
  }

  package static func onlyForLogits(
    _ option: Option, value: Double
  ) -> LogitsError {
    LogitsError(
      .option, option.rawValue, value: value,
      "\(option.rawValue) is for logits only, not for what a softmax has made "
        + "of them")
  }

  package static let linearInput = LogitsError(
    .option, "input", "the outputs of a linear layer are logits")

  package static let partialInput = LogitsError(
    .option, "input", "partial results are of logits")

  package static func evaluationOf(_ input: Buffer) -> LogitsError {
    LogitsError(
      .option, "input", "logits can be evaluated, not \(input.rawValue)")
  }

  package static func invalidWeight(
    _ buffer: Buffer, index: Int, value: Double
  ) -> LogitsError {
    LogitsError(
      .weight, buffer.rawValue, row: index, value: value,
      "\(buffer.rawValue): element \(index) is \(value)")
  }

  package static func targetSum(row: Int, value: Double) -> LogitsError {
    LogitsError(
      .targetSum, Buffer.targetProbabilities.rawValue, row: row, value: value,
      "row \(row): the target probabilities sum to \(value), not to 1")
  }

  package static let nothingCounts = LogitsError(
    .nothingCounts, "no sample counts, so there is no mean")

  package static func cannotMerge(_ reason: String) -> LogitsError {
    LogitsError(.merge, "these results cannot be merged: \(reason)")
  }

  package static func invalidSummary(_ reason: String) -> LogitsError {
    LogitsError(.summary, "this vector is no summary: \(reason)")
  }

  package static func invalidThreads(_ threads: Int) -> LogitsError {
    LogitsError(
      .option, "threads", value: Double(threads),
      "the number of threads must be at least 1, not \(threads)")
  }

  package static func backendUnavailable(_ backend: Backend) -> LogitsError {
    #if OpenBLAS
    LogitsError(
      .execution, "OpenBLAS cannot be used here: \(OpenBLASLibrary.reason)")
    #else
    LogitsError(.execution, "this build has no \(backend) backend")
    #endif
  }

  package static func instructionSetUnavailable(
    _ set: InstructionSet
  ) -> LogitsError {
    LogitsError(.execution, "this processor has no \(set)")
  }
}
