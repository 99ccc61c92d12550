import ArrayFiles
import Logits

/// Reads rows of stored logits as Float or Double.
///
/// Rows of that type are handed on as they lie in the file; others are converted
/// into memory for one block.
final class LogitsReader<Scalar: LogitScalar & BitwiseCopyable> {
  private let file: LogitsFile
  private var converted: UnsafeMutableBufferPointer<Scalar>

  init(_ file: LogitsFile) {
    self.file = file
    let isDirect = file.isDouble == (Scalar.self == Double.self)
    let isHalf = file.array.elementType.size == 2
    converted = .allocate(
      capacity: isDirect && !isHalf
        ? 0 : file.blockRows(of: Scalar.self) * file.classes)
  }

  deinit { converted.deallocate() }

  /// Calls `body` with the elements of some rows, at most a block of them, that
  /// lie in one file.
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
      return try array.withElements(elements, as: Scalar.self, body)
    case .float64:
      array.withElements(elements, as: Double.self, convert)
    case .float32:
      array.withElements(elements, as: Float.self, convert)
    case .float16:
      array.withElements(elements, as: UInt16.self) {
        convert($0, HalfPrecision.widen(float16:into:))
      }
    default:
      array.withElements(elements, as: UInt16.self) {
        convert($0, HalfPrecision.widen(bfloat16:into:))
      }
    }
    return try body(UnsafeBufferPointer(rebasing: converted[..<elements.count]))
  }

  private func convert<Element: BinaryFloatingPoint>(
    _ elements: UnsafeBufferPointer<Element>
  ) {
    for (i, element) in elements.enumerated() { converted[i] = Scalar(element) }
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
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { floats in
      for start in stride(from: 0, to: halves.count, by: floats.count) {
        let count = min(floats.count, halves.count - start)
        let piece = UnsafeMutableBufferPointer(rebasing: floats[..<count])
        widen(
          UnsafeBufferPointer(rebasing: halves[start..<start + count]), piece)
        for i in 0..<count { converted[start + i] = Scalar(piece[i]) }
      }
    }
  }
}
