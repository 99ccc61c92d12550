/// The type of an array's elements, as NPY spells it; little-endian only.
package enum ElementType: String, CaseIterable {
  case float32 = "<f4"
  case float64 = "<f8"
  case int8 = "|i1"
  case int16 = "<i2"
  case int32 = "<i4"
  case int64 = "<i8"
  case uint8 = "|u1"
  case uint16 = "<u2"
  case uint32 = "<u4"
  case uint64 = "<u8"

  /// Bytes of an element.
  package var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }
}
