import Logits

/// A type whose elements a file can hold, as an array in memory does.
public protocol ArrayElement: BitwiseCopyable {
  /// What a file calls it.
  static var elementType: ElementType { get }
}

extension Float: ArrayElement {
  /// float32.
  public static var elementType: ElementType { .float32 }
}

extension Double: ArrayElement {
  /// float64.
  public static var elementType: ElementType { .float64 }
}

extension BFloat16: ArrayElement {
  /// bfloat16.
  public static var elementType: ElementType { .bfloat16 }
}

#if !(os(macOS) && arch(x86_64))
extension Float16: ArrayElement {
  /// float16.
  public static var elementType: ElementType { .float16 }
}
#endif

extension ArrayElement where Self: ClassIndex {
  /// The integers of this width and sign.
  public static var elementType: ElementType {
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

extension Int8: ArrayElement {}
extension Int16: ArrayElement {}
extension Int32: ArrayElement {}
extension Int64: ArrayElement {}
extension Int: ArrayElement {}
extension UInt8: ArrayElement {}
extension UInt16: ArrayElement {}
extension UInt32: ArrayElement {}
extension UInt64: ArrayElement {}
extension UInt: ArrayElement {}
