/// What is wrong with the arguments of a call.
///
/// An error is thrown before anything is written: the caller's buffers are as
/// they were.
public enum LogitsError: Error, Hashable, Sendable {
  /// The shape has a negative number of samples.
  case negativeSamples(Int)

  /// The shape has no class, or a negative number of them.
  case noClasses(Int)

  /// A linear layer has no feature, or a negative number of them.
  case noFeatures(Int)

  /// Rows would overlap: their distance is less than their length.
  case rowStrideTooSmall(rowStride: Int, classes: Int)

  /// The batch has more bytes than memory can address.
  case sizeOverflow(samples: Int, rowStride: Int)

  /// The buffer's element count doesn't match the shape.
  case sizeMismatch(Buffer, expected: ClosedRange<Int>, actual: Int)

  /// An output overlaps another buffer, and is not exactly that buffer where
  /// working in place is allowed.
  case overlap(Buffer, Buffer)

  /// A class index is negative, or not below the number of classes.
  case targetOutOfRange(row: Int, value: Int128, classes: Int)

  /// An option is out of its range.
  case optionOutOfRange(Option, value: Double)

  /// A weight of a class is negative or not finite, or one of a sample is not
  /// finite.
  case invalidWeight(Buffer, index: Int, value: Double)

  /// A row of target probabilities doesn't sum to 1, and that was to be checked.
  case targetSum(row: Int, value: Double)

  /// A mean of no samples, where that was to be an error.
  case nothingCounts

  /// Two results of different kinds can't be merged.
  case cannotMerge(String)

  /// A vector is not one of an evaluation summary.
  case invalidSummary(String)

  /// The number of threads is less than 1.
  case invalidThreads(Int)

  /// This build doesn't have the backend.
  case backendUnavailable(Backend)

  /// This processor doesn't have the instruction set.
  case instructionSetUnavailable(InstructionSet)

  /// The role that a buffer has in a call.
  public enum Buffer: String, Hashable, Sendable {
    /// The rows of logits.
    case logits
    /// The rows of probabilities, or of their logarithms, that are read.
    case probabilities
    /// The class indices.
    case targets
    /// The rows of target probabilities.
    case targetProbabilities = "target probabilities"
    /// Results that have no name of their own below.
    case output
    /// Where the gradient goes.
    case gradient
    /// Where the loss of each sample goes.
    case losses
    /// The logits of the other model, in a divergence.
    case otherLogits = "other logits"
    /// Where the evaluation of each sample goes.
    case evaluations
    /// The weights of the classes.
    case classWeights = "class weights"
    /// The weights of the samples.
    case sampleWeights = "sample weights"
    /// The gradient with respect to the losses, or to the results of a softmax.
    case upstream
    /// The features of the samples.
    case features
    /// The weight of a linear layer.
    case weight
    /// The bias of a linear layer.
    case bias
    /// Where the gradient with respect to the features goes.
    case featureGradient = "feature gradient"
    /// Where the gradient with respect to the weight goes.
    case weightGradient = "weight gradient"
    /// Where the gradient with respect to the bias goes.
    case biasGradient = "bias gradient"
  }

  /// An option with a range.
  public enum Option: String, Hashable, Sendable {
    /// From 0 to 1.
    case labelSmoothing = "label smoothing"
    /// 0 or more, finite.
    case zLoss = "z-loss"
    /// From 1e-15 to 1e15.
    case temperature
    /// From 1e-15 to 1e15, or infinite.
    case softcap
    /// 0 or more, finite.
    case targetSumTolerance = "target sum tolerance"
    /// 0 or more, finite.
    case divisor
    /// 0 or more: the first class of a slice.
    case firstClass = "first class"
    /// 1 or more: bytes of memory for a block of logits.
    case memory
  }
}

extension LogitsError: CustomStringConvertible {
  /// One line that names the buffer, the row and the value.
  public var description: String {
    switch self {
    case .negativeSamples(let samples):
      "the number of samples is negative: \(samples)"
    case .noClasses(let classes):
      "a row must have at least 1 class, not \(classes)"
    case .noFeatures(let features):
      "a sample must have at least 1 feature, not \(features)"
    case .rowStrideTooSmall(let rowStride, let classes):
      "a row stride of \(rowStride) is less than \(classes) classes"
    case .sizeOverflow(let samples, let rowStride):
      "\(samples) samples with a row stride of \(rowStride) are more than "
        + "memory can address"
    case .sizeMismatch(let buffer, let expected, let actual):
      expected.count == 1
        ? "\(buffer.rawValue): \(actual) elements instead of "
          + "\(expected.lowerBound)"
        : "\(buffer.rawValue): \(actual) elements instead of "
          + "\(expected.lowerBound) to \(expected.upperBound)"
    case .overlap(let first, let second):
      "\(first.rawValue) and \(second.rawValue) overlap"
    case .targetOutOfRange(let row, let value, let classes):
      "row \(row): target \(value) is not a class from 0 to \(classes - 1)"
    case .optionOutOfRange(let option, let value):
      "\(option.rawValue) must be \(option.range), not \(value)"
    case .invalidWeight(let buffer, let index, let value):
      "\(buffer.rawValue): element \(index) is \(value)"
    case .targetSum(let row, let value):
      "row \(row): the target probabilities sum to \(value), not to 1"
    case .nothingCounts:
      "no sample counts, so there is no mean"
    case .cannotMerge(let reason):
      "these results cannot be merged: \(reason)"
    case .invalidSummary(let reason):
      "this vector is no summary: \(reason)"
    case .invalidThreads(let threads):
      "the number of threads must be at least 1, not \(threads)"
    case .backendUnavailable(let backend):
      "this build has no \(backend) backend"
    case .instructionSetUnavailable(let set):
      "this processor has no \(set)"
    }
  }
}

extension LogitsError.Option {
  /// The values that an option may have, in words.
  fileprivate var range: String {
    switch self {
    case .labelSmoothing: "from 0 to 1"
    case .zLoss, .targetSumTolerance, .firstClass:
      "0 or more"
    case .memory: "1 or more"
    case .divisor: "finite, 0 or more"
    case .temperature: "from 1e-15 to 1e15"
    case .softcap: "from 1e-15 to 1e15, or infinite"
    }
  }
}
