import ArrayFiles
import Logits

/// Stored logits, samples × classes, in one file or in several end to end.
struct LogitsFile {
  /// What is read at a time: enough to keep all threads busy, little enough to
  /// stay in cache for a second sweep.
  private static let blockBytes = 4 << 20

  let array: ConcatenatedArray
  let samples: Int
  let classes: Int

  /// - Parameters:
  ///   - paths: Files of rows, in order; or one folder of safetensors files.
  ///   - tensor: The name of the tensor, where the files have names.
  /// - Throws: `FileError` unless they hold two axes of floating-point numbers,
  ///   with at least one class.
  init(paths: [String], tensor: String? = nil) throws {
    array = try ConcatenatedArray(paths: paths, tensor: tensor)
    let path = array.parts[0].array.path
    guard array.elementType.isFloatingPoint else {
      throw FileError(
        path,
        "logits of type '\(array.parts[0].array.spelling)'; a "
          + "floating-point type is needed")
    }
    guard array.shape.count == 2 else {
      throw FileError(
        path,
        "logits with \(array.shape.count) axes; 2 are needed, samples "
          + "and classes")
    }
    samples = array.shape[0]
    classes = array.shape[1]
    guard classes > 0 else { throw FileError(path, "logits with no classes") }
  }

  /// What messages call the first file.
  var path: String { array.parts[0].array.path }

  /// Bytes of all logits.
  var byteCount: Int { array.count * array.elementType.size }

  /// Whether the logits are of double precision; otherwise Float holds them.
  var isDouble: Bool { array.elementType == .float64 }

  /// The most rows of a block of this type.
  func blockRows<Scalar: LogitScalar>(of _: Scalar.Type) -> Int {
    let rows = Self.blockBytes / MemoryLayout<Scalar>.stride / classes
    return max(1, min(rows, samples))
  }

  /// The rows of each block, in order: a block lies in one file.
  func blocks<Scalar: LogitScalar>(of type: Scalar.Type) -> [Range<Int>] {
    let length = blockRows(of: type)
    return array.parts.flatMap { part in
      stride(from: part.rows.lowerBound, to: part.rows.upperBound, by: length)
        .map { $0..<min($0 + length, part.rows.upperBound) }
    }
  }
}

extension ElementType {
  var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }
}
