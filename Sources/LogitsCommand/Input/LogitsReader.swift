import ArrayFiles
import Logits

/// Reads stored logits as Float or Double.
///
/// Those of that type are read in place; others are converted, one block at a
/// time.
final class LogitsReader<Scalar: LogitScalar & ReadableElement> {
  private let file: LogitsFile
  private let reader: ArrayReader<Scalar>

  init(_ file: LogitsFile) {
    self.file = file
    reader = ArrayReader(file.array)
    if let note = file.array.parts.lazy.compactMap(\.array.note).first {
      FileOutput.note("\(file.path): \(note)")
    }
  }

  /// Calls `body` with what is stored of some samples: a block, or a part of one
  /// with whole stacks.
  func withRows<Result>(
    _ samples: Range<Int>,
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) throws -> Result {
    try reader.withElements(file.shape.elements(of: samples), body)
  }
}
