/// The type of an array's elements.
///
/// Truth values are read as `uint8`, 0 and 1.
public enum ElementType: CaseIterable, Sendable {
  /// A number in half, single or double precision.
  case float16, bfloat16, float32, float64
  /// A number of 8 bits, with 4 of them for the exponent, and no infinity; or with
  /// 5 (Micikevicius et al., "FP8 formats for deep learning", 2022).
  case float8e4m3, float8e5m2
  /// A signed integer.
  case int8, int16, int32, int64
  /// An unsigned integer.
  case uint8, uint16, uint32, uint64

  /// The type's spelling in each format; NPY has none for some.
  private var spellings: (npy: String?, safetensors: String) {
    switch self {
    case .float16: ("<f2", "F16")
    case .bfloat16: (nil, "BF16")
    case .float32: ("<f4", "F32")
    case .float64: ("<f8", "F64")
    case .float8e4m3: (nil, "F8_E4M3")
    case .float8e5m2: (nil, "F8_E5M2")
    case .int8: ("|i1", "I8")
    case .int16: ("<i2", "I16")
    case .int32: ("<i4", "I32")
    case .int64: ("<i8", "I64")
    case .uint8: ("|u1", "U8")
    case .uint16: ("<u2", "U16")
    case .uint32: ("<u4", "U32")
    case .uint64: ("<u8", "U64")
    }
  }

  package var npySpelling: String? { spellings.npy }
  package var safetensorsSpelling: String { spellings.safetensors }

  package init?(safetensorsSpelling spelling: String) {
    let match = Self.allCases.first { $0.safetensorsSpelling == spelling }
    guard let match else { return nil }
    self = match
  }

  /// Bytes per element.
  public var size: Int {
    switch self {
    case .int8, .uint8, .float8e4m3, .float8e5m2: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Whether these are numbers with a fraction.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64, .float8e4m3, .float8e5m2:
      true
    default: false
    }
  }

  /// Bytes of an array of this shape; `nil` if they overflow.
  func byteCount(_ shape: [Int]) -> Int? {
    var count = size
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }
}
