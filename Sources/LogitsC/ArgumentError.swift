import Logits

/// What can be wrong with the arguments of a C call and not with a Swift one.
enum ArgumentError: Error {
  /// A pointer is null that has something to point to.
  case nullPointer(LogitsError.Buffer)

  /// The options are not as large as any version of them.
  case optionsSize(UInt, known: UInt)

  /// A number that stands for no reduction.
  case reduction(Int32)
}

extension ArgumentError: CustomStringConvertible {
  var description: String {
    switch self {
    case .nullPointer(let buffer):
      "\(buffer.rawValue): a null pointer"
    case .optionsSize(let size, let known):
      size > known
        ? "options: a size of \(size) bytes, of which only \(known) are known"
        : "options: a size of \(size) bytes, which is that of no version"
    case .reduction(let reduction):
      "reduction must be 0 (mean), 1 (sum) or 2 (none), not \(reduction)"
    }
  }
}
