import CVectors
import VectorPasses

/// Logits as the caller stores them, not checked yet.
@usableFromInline
struct StoredBuffer<Scalar: LogitScalar> {
  let start: UnsafeRawPointer?
  /// The number of elements.
  let count: Int
  let format: StorageFormat

  init(start: UnsafeRawPointer?, count: Int, format: StorageFormat) {
    self.start = start
    self.count = count
    self.format = format
  }

  @usableFromInline
  init<Logit: StoredLogit>(_ logits: UnsafeBufferPointer<Logit>)
  where Logit.Scalar == Scalar {
    self.init(
      start: logits.baseAddress, count: logits.count,
      format: Logit._format.format)
  }

  /// Where they lie.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(
      start: start, count: count * format.size(Scalar.self)
    ).bindMemory(to: UInt8.self)
  }
}

extension StoredTile where Scalar: LogitScalar {
  /// One element.
  @inline(__always)
  subscript(row: Int, index: Int) -> Double {
    let element = address(row, index)
    switch format {
    case .scalar: return Double(element.load(as: Scalar.self))
    case .float16:
      return Double(float_of_float16(element.load(as: UInt16.self)))
    case .bfloat16:
      return Double(float_of_bfloat16(element.load(as: UInt16.self)))
    }
  }

  /// Whether a row has a NaN, which its maximum passes over.
  func hasNaN(_ row: Int) -> Bool {
    (0..<classes).contains { self[row, $0].isNaN }
  }
}
