/// An integer type that class indices can be stored in: `Int`, `UInt` and the
/// fixed widths from 8 to 64 bits.
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol ClassIndex: FixedWidthInteger, Sendable {
  /// How this type is stored.
  static var _layout: ClassIndexLayout { get }
}

/// How a class index is stored.
public enum ClassIndexLayout: Sendable {
  /// One byte, signed.
  case int8
  /// Two bytes, signed.
  case int16
  /// Four bytes, signed.
  case int32
  /// Eight bytes, signed.
  case int64
  /// One byte, unsigned.
  case uint8
  /// Two bytes, unsigned.
  case uint16
  /// Four bytes, unsigned.
  case uint32
  /// Eight bytes, unsigned.
  case uint64
}

extension ClassIndex {
  /// How this type is stored.
  @inlinable
  public static var _layout: ClassIndexLayout {
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
