import ArrayFiles
import Logits

/// A file of logits, samples × classes, swept in blocks of rows.
struct LogitsFile {
  /// What is read at a time: enough to keep all threads busy, little enough to
  /// stay in cache for a second sweep.
  private static let blockBytes = 4 << 20

  let file: StoredArray
  let samples: Int
  let classes: Int

  /// - Throws: `FileError` unless the file holds two axes of Float or Double,
  ///   with at least one class.
  init(path: String) throws {
    file = try StoredArray(path: path)
    guard file.elementType == .float32 || file.elementType == .float64 else {
      throw FileError(
        path,
        "logits of type '\(file.spelling)'; '<f4' or '<f8' "
          + "is needed")
    }
    guard file.shape.count == 2 else {
      throw FileError(
        path,
        "logits with \(file.shape.count) axes; 2 are needed, samples "
          + "and classes")
    }
    samples = file.shape[0]
    classes = file.shape[1]
    guard classes > 0 else { throw FileError(path, "logits with no classes") }
  }

  /// Bytes of all logits.
  var byteCount: Int { file.count * file.elementType.size }

  /// The most rows of a block.
  var blockRows: Int {
    max(1, Self.blockBytes / (classes * file.elementType.size))
  }

  /// Calls `body` with each block of rows, in order.
  func forEachBlock<Scalar: LogitScalar>(
    of _: Scalar.Type, progress: inout ProgressBar,
    _ body: (Range<Int>, BatchShape, UnsafeBufferPointer<Scalar>) throws -> Void
  ) throws {
    for start in stride(from: 0, to: samples, by: blockRows) {
      let rows = start..<min(start + blockRows, samples)
      let shape = BatchShape(samples: rows.count, classes: classes)
      let elements = rows.lowerBound * classes..<rows.upperBound * classes
      try file.withElements(elements, as: Scalar.self) {
        try body(rows, shape, $0)
      }
      progress.update(rows.upperBound)
    }
    progress.finish()
  }
}
