import ArrayFiles
import Logits

/// Reads stored logits as Float or Double.
///
/// Those of that type are read in place; others are converted, one block at a
/// time.
final class LogitsReader<Scalar: LogitScalar & BitwiseCopyable> {
  private let file: LogitsFile
  private let converted: UnsafeMutableBufferPointer<Scalar>

  init(_ file: LogitsFile) {
    self.file = file
    let isDirect = file.isDouble == (Scalar.self == Double.self)
    let isHalf = file.array.elementType.size == 2
    converted = .allocate(
      capacity: isDirect && !isHalf
        ? 0 : file.blockCapacity(of: Scalar.self))
  }

  deinit { converted.deallocate() }

  /// Calls `body` with what is stored of some samples: a block, or a part of one
  /// with whole stacks.
  func withRows<Result>(
    _ samples: Range<Int>,
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) throws -> Result {
    guard let (array, elements) = file.elements(of: samples) else {
      return try body(UnsafeBufferPointer(start: nil, count: 0))
    }
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
