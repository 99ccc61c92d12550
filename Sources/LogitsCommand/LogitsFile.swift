import ArrayFiles
import Logits

/// Stored logits, samples × classes, in one file or several.
struct LogitsFile {
  /// Large enough to keep all threads busy, small enough to stay in cache for a
  /// second pass.
  private static let blockBytes = 4 << 20

  let array: ConcatenatedArray
  let samples: Int
  let classes: Int

  /// - Parameters:
  ///   - paths: Files of rows, in order; or one folder of safetensors files.
  ///   - tensor: The name of the tensor, if the files have several.
  /// - Throws: `FileError` unless they have two axes of floating-point numbers,
  ///   with at least one class.
  init(paths: [String], tensor: String? = nil) throws {
    array = try ConcatenatedArray(paths: paths, tensor: tensor)
    let first = array.parts[0].array
    guard array.elementType.isFloatingPoint else {
      throw FileError(
        first.path,
        "logits have type '\(first.spelling)'; expected a floating-point type")
    }
    guard array.shape.count == 2 else {
      throw FileError(
        first.path,
        "logits have shape \(array.shape); expected [samples, classes]")
    }
    samples = array.shape[0]
    classes = array.shape[1]
    guard classes > 0 else {
      throw FileError(first.path, "logits have no classes")
    }
  }

  /// The path of the first file, for messages.
  var path: String { array.parts[0].array.path }

  var byteCount: Int { array.count * array.elementType.size }

  /// Whether the logits are read as Double; all other types fit in Float.
  var isDouble: Bool { array.elementType == .float64 }

  /// The maximum number of rows in a block of this type.
  func blockRows<Scalar: LogitScalar>(of _: Scalar.Type) -> Int {
    let rows = Self.blockBytes / MemoryLayout<Scalar>.stride / classes
    return max(1, min(rows, samples))
  }

  /// The rows of each block, in order; each block is in one file.
  func blocks<Scalar: LogitScalar>(of type: Scalar.Type) -> [Range<Int>] {
    let length = blockRows(of: type)
    return array.parts.flatMap { part in
      stride(from: part.rows.lowerBound, to: part.rows.upperBound, by: length)
        .map { $0..<min($0 + length, part.rows.upperBound) }
    }
  }
}
