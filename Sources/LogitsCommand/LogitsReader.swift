import ArrayFiles
import Logits

/// Reads rows of stored logits as Float or Double.
///
/// Rows of that type are read in place; others are converted, one block at a
/// time.
final class LogitsReader<Scalar: LogitScalar & ReadableElement> {
  private let file: LogitsFile
  private let reader: ArrayReader<Scalar>

  /// The number of logits in the largest block.
  var blockCapacity: Int { file.blockRows(of: Scalar.self) * file.classes }

  init(_ file: LogitsFile) {
    self.file = file
    reader = ArrayReader(file.array)
    if let note = file.array.parts.lazy.compactMap(\.array.note).first {
      FileOutput.warn("\(file.path): \(note)")
    }
  }

  /// How each block of rows lies.
  var layout: Layout { .rows(of: file.classes) }

  /// Calls `body` with each block of rows in order, and shows the progress.
  func forEachBlock(
    _ body: (Range<Int>, UnsafeBufferPointer<Scalar>) throws -> Void
  ) throws {
    var progress = ProgressBar(total: file.samples, bytes: file.byteCount)
    defer { progress.finish() }
    for rows in file.blocks(of: Scalar.self) {
      try withRows(rows) { try body(rows, $0) }
      progress.update(rows.upperBound)
    }
  }

  /// Calls `body` with the elements of some rows.
  func withRows<Result>(
    _ rows: Range<Int>,
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) throws -> Result {
    let classes = file.classes
    return try reader.withElements(
      rows.lowerBound * classes..<rows.upperBound * classes, body)
  }
}
