import ArrayFiles
import Logits

/// Reads rows of stored logits as Float or Double.
///
/// Rows of that type are read in place; others are converted, one block at a
/// time.
final class LogitsReader<Scalar: LogitScalar & BitwiseCopyable> {
  private let file: LogitsFile
  private let converted: UnsafeMutableBufferPointer<Scalar>

  /// The number of logits in the largest block.
  var blockCapacity: Int { file.blockRows(of: Scalar.self) * file.classes }

  init(_ file: LogitsFile) {
    self.file = file
    let isDirect = file.isDouble == (Scalar.self == Double.self)
    let isHalf = file.array.elementType.size == 2
    converted = .allocate(
      capacity: isDirect && !isHalf
        ? 0 : file.blockRows(of: Scalar.self) * file.classes)
  }

  deinit { converted.deallocate() }

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

  /// Calls `body` with the elements of some rows, at most a block of them, which
  /// are in one file.
  func withRows<Result>(
    _ rows: Range<Int>,
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) throws -> Result {
    let part = file.array.parts.first { $0.rows.contains(rows.lowerBound) }
    guard let part else {
      return try body(UnsafeBufferPointer(start: nil, count: 0))
    }
    let start = (rows.lowerBound - part.rows.lowerBound) * file.classes
    let elements = start..<start + rows.count * file.classes
    let array = part.array
    switch array.elementType {
    case .float64 where Scalar.self == Double.self,
      .float32 where Scalar.self == Float.self:
      return try array.withBits(elements, as: Scalar.self, body)
    case .float64:
      array.withBits(elements, as: Double.self) { convert($0) }
    case .float32:
      array.withBits(elements, as: Float.self) { convert($0) }
    case .float16:
      array.withBits(elements, as: UInt16.self) {
        convert($0, HalfPrecision.widen(float16:into:))
      }
    default:
      array.withBits(elements, as: UInt16.self) {
        convert($0, HalfPrecision.widen(bfloat16:into:))
      }
    }
    return try body(UnsafeBufferPointer(rebasing: converted[..<elements.count]))
  }

  private func convert(
    _ elements: UnsafeBufferPointer<some BinaryFloatingPoint>, at start: Int = 0
  ) {
    for (i, element) in elements.enumerated() {
      converted[start + i] = Scalar(element)
    }
  }

  private func convert(
    _ halves: UnsafeBufferPointer<UInt16>,
    _ widen: (UnsafeBufferPointer<UInt16>, UnsafeMutableBufferPointer<Float>) ->
      Void
  ) {
    guard Scalar.self != Float.self else {
      let floats = UnsafeMutableRawBufferPointer(converted)
        .bindMemory(to: Float.self)
      return widen(
        halves, UnsafeMutableBufferPointer(rebasing: floats[..<halves.count]))
    }
    // To Double by way of Float, some at a time.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { buffer in
      for start in stride(from: 0, to: halves.count, by: buffer.count) {
        let count = min(buffer.count, halves.count - start)
        let floats = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
        widen(
          UnsafeBufferPointer(rebasing: halves[start..<start + count]), floats)
        convert(UnsafeBufferPointer(floats), at: start)
      }
    }
  }
}
