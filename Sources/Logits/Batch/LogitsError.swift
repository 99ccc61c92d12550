/// What is wrong with the arguments of a call.
///
/// An error is thrown before anything is written: the caller's buffers are as
/// they were.
public enum LogitsError: Error, Hashable, Sendable {
  /// The shape has a negative number of samples.
  case negativeSamples(Int)

  /// The shape has no class, or a negative number of them.
  case noClasses(Int)

  /// Rows would overlap: their distance is less than their length.
  case rowStrideTooSmall(rowStride: Int, classes: Int)

  /// The batch has more bytes than an address can count.
  case sizeOverflow(samples: Int, rowStride: Int)

  /// A buffer has not the number of elements that the shape asks for.
  case sizeMismatch(Buffer, expected: ClosedRange<Int>, actual: Int)

  /// A buffer that is written overlaps another one, and is not exactly that
  /// one, where working in place is possible at all.
  case overlap(Buffer, Buffer)

  /// A class index is negative, or not less than the number of classes.
  case targetOutOfRange(row: Int, value: Int128, classes: Int)

  /// The number of threads is less than 1.
  case invalidThreads(Int)

  /// The package was built without this backend.
  case backendUnavailable(Backend)

  /// This processor has not this instruction set.
  case instructionSetUnavailable(InstructionSet)

  /// The role that a buffer has in a call.
  public enum Buffer: String, Hashable, Sendable {
    case logits
    case probabilities
    case targets
    case targetProbabilities = "target probabilities"
    case output
    case gradient
    case losses
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
    case .invalidThreads(let threads):
      "the number of threads must be at least 1, not \(threads)"
    case .backendUnavailable(let backend):
      "this build has no \(backend) backend"
    case .instructionSetUnavailable(let set):
      "this processor has no \(set)"
    }
  }
}
