/// What a target can be stored as: a class index (``ClassIndex``: any integer
/// of up to 64 bits), or a probability (``StoredLogit``: any floating-point type
/// that logits can have).
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol TargetElement: BitwiseCopyable, Sendable {
  /// How the library recognises it.
  static var _type: _ElementType { get }
}

/// The element types that the library reads and writes.
public enum _ElementType: Hashable, Sendable {
  case int8, int16, int32, int64, uint8, uint16, uint32, uint64
  case float, double, float16, bfloat16
}

/// An integer type that class indices can be stored in: `Int`, `UInt` and the
/// fixed widths from 8 to 64 bits.
public protocol ClassIndex: FixedWidthInteger, TargetElement {}

extension ClassIndex {
  /// How the library recognises it: by width and sign.
  @inlinable
  public static var _type: _ElementType {
    switch (bitWidth, isSigned) {
    case (8, true): .int8
    case (16, true): .int16
    case (32, true): .int32
    case (64, true): .int64
    case (8, false): .uint8
    case (16, false): .uint16
    case (32, false): .uint32
    default: .uint64
    }
  }
}

extension Int8: ClassIndex {}
extension Int16: ClassIndex {}
extension Int32: ClassIndex {}
extension Int64: ClassIndex {}
extension Int: ClassIndex {}
extension UInt8: ClassIndex {}
extension UInt16: ClassIndex {}
extension UInt32: ClassIndex {}
extension UInt64: ClassIndex {}
extension UInt: ClassIndex {}
