extension ElementType {
  /// How NPY spells the type; it has no word for bfloat16.
  package var npySpelling: String? {
    switch self {
    case .float16: "<f2"
    case .bfloat16: nil
    case .float32: "<f4"
    case .float64: "<f8"
    case .int8: "|i1"
    case .int16: "<i2"
    case .int32: "<i4"
    case .int64: "<i8"
    case .uint8: "|u1"
    case .uint16: "<u2"
    case .uint32: "<u4"
    case .uint64: "<u8"
    }
  }

  /// The type of that spelling in NPY.
  package init?(npySpelling spelling: String) {
    guard let type = Self.allCases.first(where: { $0.npySpelling == spelling })
    else { return nil }
    self = type
  }
}
