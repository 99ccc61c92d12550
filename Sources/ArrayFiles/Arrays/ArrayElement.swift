import Logits

/// A type whose elements a file can hold, as an array in memory does.
///
/// The requirement is the library's own; no other type can conform usefully.
public protocol ArrayElement: TargetElement {}

extension ArrayElement {
  /// What a file calls it.
  public static var elementType: ElementType {
    switch _type {
    case .int8: .int8
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    case .uint8: .uint8
    case .uint16: .uint16
    case .uint32: .uint32
    case .uint64: .uint64
    case .float: .float32
    case .double: .float64
    case .float16: .float16
    case .bfloat16: .bfloat16
    }
  }
}

extension Float: ArrayElement {}
extension Double: ArrayElement {}
extension BFloat16: ArrayElement {}
#if !(os(macOS) && arch(x86_64))
extension Float16: ArrayElement {}
#endif
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
