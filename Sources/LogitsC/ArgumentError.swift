import CLogits
import Logits

/// What can be wrong with the arguments of a C call and not with a Swift one.
struct ArgumentError: Error, CustomStringConvertible {
  let status: logits_status
  let description: String
  var value: Double?

  static func nullPointer(_ name: String) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_POINTER, description: "\(name): a null pointer")
  }

  static func unaligned(_ name: String, _ size: Int) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_POINTER,
      description: "\(name): an address that is no multiple of \(size)")
  }

  static func beyondMemory(_ name: String) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_POINTER,
      description: "\(name): it ends beyond the last address")
  }

  static func negativeCount(_ name: String, _ count: Int64) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_SIZE,
      description: "\(name): a negative number of elements, \(count)",
      value: Double(count))
  }

  static func unknownType(_ name: String, _ code: Int64) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_TYPE,
      description: "\(name): \(code) is the code of no type",
      value: Double(code))
  }

  /// The struct is not as large as any version of it.
  static func structSize(
    _ name: String, _ size: UInt, known: UInt
  ) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_STRUCT_SIZE,
      description: size > known
        ? "\(name): a size of \(size) bytes, of which only \(known) are known"
        : "\(name): a size of \(size) bytes, which is that of no version",
      value: Double(size))
  }

  /// An option that has names for its values, from 0 on, and another value.
  static func unknownValue(
    _ option: String, _ value: Int32, _ names: [String]
  ) -> ArgumentError {
    let known = names.enumerated().map { "\($0) (\($1))" }
    let list = known.dropLast().joined(separator: ", ")
    return ArgumentError(
      status: LOGITS_ERROR_OPTION,
      description: "\(option) must be \(list) or \(known.last ?? ""), "
        + "not \(value)",
      value: Double(value))
  }

  static func topKCount(_ count: Int64) -> ArgumentError {
    option("the number of top k must be from 0 to 65536", count)
  }

  static func topK(_ k: Int64) -> ArgumentError {
    option("each of top k must be at least 1", k)
  }

  static func bins(_ count: Int64) -> ArgumentError {
    option("the number of bins must be from 1 to 65536", count)
  }

  private static func option(_ rule: String, _ value: Int64) -> ArgumentError {
    ArgumentError(
      status: LOGITS_ERROR_OPTION, description: "\(rule), not \(value)",
      value: Double(value))
  }
}
