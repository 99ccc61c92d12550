import ArrayFiles
import Logits

/// A file of class indices, one a sample, of any integer type.
struct LabelsFile {
  let labels: [Int]

  /// - Throws: `FileError` unless the file holds one axis of as many integers
  ///   as there are samples, each a class.
  init(path: String, for logits: LogitsFile) throws {
    let file = try StoredArray(path: path)
    guard file.shape.count == 1 else {
      throw FileError(
        path, "labels with \(file.shape.count) axes; 1 is needed")
    }
    guard file.shape[0] == logits.samples else {
      throw FileError(
        path,
        "\(file.shape[0]) labels for \(logits.samples) samples in "
          + logits.file.path)
    }
    labels =
      switch file.elementType {
      case .int8: try Self.read(Int8.self, file, logits.classes)
      case .int16: try Self.read(Int16.self, file, logits.classes)
      case .int32: try Self.read(Int32.self, file, logits.classes)
      case .int64: try Self.read(Int64.self, file, logits.classes)
      case .uint8: try Self.read(UInt8.self, file, logits.classes)
      case .uint16: try Self.read(UInt16.self, file, logits.classes)
      case .uint32: try Self.read(UInt32.self, file, logits.classes)
      case .uint64: try Self.read(UInt64.self, file, logits.classes)
      case .float16, .bfloat16, .float32, .float64:
        throw FileError(
          path,
          "labels of type '\(file.spelling)'; an integer "
            + "type is needed")
      }
  }

  private static func read<Index: ClassIndex & BitwiseCopyable>(
    _: Index.Type, _ file: StoredArray, _ classes: Int
  ) throws -> [Int] {
    try file.withElements(0..<file.count, as: Index.self) { labels in
      try labels.enumerated().map { row, label in
        guard label >= 0, label < classes else {
          throw FileError(
            file.path,
            "row \(row): label \(label) is not a class from 0 to "
              + "\(classes - 1)")
        }
        return Int(label)
      }
    }
  }
}
