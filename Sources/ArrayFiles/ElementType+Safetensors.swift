extension ElementType {
  /// How safetensors spells the type.
  package var safetensorsSpelling: String {
    switch self {
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    case .int8: "I8"
    case .int16: "I16"
    case .int32: "I32"
    case .int64: "I64"
    case .uint8: "U8"
    case .uint16: "U16"
    case .uint32: "U32"
    case .uint64: "U64"
    }
  }

  /// The type of that spelling in safetensors.
  package init?(safetensorsSpelling spelling: String) {
    guard
      let type = Self.allCases.first(where: {
        $0.safetensorsSpelling == spelling
      })
    else { return nil }
    self = type
  }
}
