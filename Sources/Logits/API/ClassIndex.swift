/// An integer type that class indices can be stored in: `Int`, `UInt` and the
/// fixed widths from 8 to 64 bits.
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol ClassIndex: FixedWidthInteger, Sendable {
  /// How this type lies in memory.
  static var _layout: ClassIndexLayout { get }
}

/// How a class index lies in memory.
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

extension Int8: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .int8 }
}
extension Int16: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .int16 }
}
extension Int32: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .int32 }
}
extension Int64: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .int64 }
}
extension Int: ClassIndex {
  #if _pointerBitWidth(_64)
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .int64 }
  #else
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .int32 }
  #endif
}
extension UInt8: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .uint8 }
}
extension UInt16: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .uint16 }
}
extension UInt32: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .uint32 }
}
extension UInt64: ClassIndex {
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .uint64 }
}
extension UInt: ClassIndex {
  #if _pointerBitWidth(_64)
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .uint64 }
  #else
  /// How this type lies in memory.
  public static var _layout: ClassIndexLayout { .uint32 }
  #endif
}
