import ArrayFiles
import Logits

/// A file of class indices, one per sample, of any integer type.
struct LabelsFile {
  let labels: [Int]

  /// - Throws: `FileError` unless the file has one integer per sample, each a
  ///   class or one to ignore.
  init(
    path: String, tensor: String?, for logits: LogitsFile, ignored: [Int]
  ) throws {
    let file = try StoredArray(path: path, tensor: tensor)
    try logits.shape.check(labels: file.shape, path, logits: logits.path)
    func read<Index: ClassIndex & ArrayElement>(_: Index.Type) throws -> [Int] {
      try file.withElements(as: Index.self) { labels in
        try labels.enumerated().map { row, label in
          let index = Int(exactly: label)
          if let index, 0..<logits.classes ~= index || ignored.contains(index) {
            return index
          }
          let advice =
            label < 0 ? "; --ignore-index \(label) leaves such samples out" : ""
          throw FileError(
            file.path,
            "row \(row): label \(label) is not a class from 0 to "
              + "\(logits.classes - 1)" + advice)
        }
      }
    }
    labels =
      switch file.elementType {
      case .int8: try read(Int8.self)
      case .int16: try read(Int16.self)
      case .int32: try read(Int32.self)
      case .int64: try read(Int64.self)
      case .uint8: try read(UInt8.self)
      case .uint16: try read(UInt16.self)
      case .uint32: try read(UInt32.self)
      case .uint64: try read(UInt64.self)
      case .float16, .bfloat16, .float32, .float64:
        throw FileError(
          path,
          "labels have type '\(file.spelling)'; expected an integer type")
      }
  }
}
