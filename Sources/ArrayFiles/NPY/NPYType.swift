/// The type of elements as NPY spells it: byte order, kind, and size.
struct NPYType {
  let elementType: ElementType
  /// Whether the first byte of a number is its highest.
  let isByteSwapped: Bool
  /// How the spelling was understood, where it says less.
  let note: String?

  /// - Throws: ``HeaderError`` if the elements are no numbers of a supported type.
  init(parsing spelling: String) throws(HeaderError) {
    let order = spelling.unicodeScalars.first
    guard let order, "<>=|".unicodeScalars.contains(order),
      let type = Self.types[String(spelling.dropFirst())]
    else { throw Self.error(spelling) }
    elementType = type
    isByteSwapped = order == ">" && type.size > 1
    note =
      type == .bfloat16
      ? "'\(spelling)' is read as bfloat16, which NumPy has no name for" : nil
  }

  private static let types: [String: ElementType] = [
    "f2": .float16, "f4": .float32, "f8": .float64, "b1": .uint8,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
    // Two bytes of no type: what `np.save` makes of ml_dtypes.bfloat16.
    "V2": .bfloat16,
  ]

  private static func error(_ spelling: String) -> HeaderError {
    switch spelling.unicodeScalars.dropFirst().first {
    case "O":
      HeaderError(
        "has Python objects; save numbers: np.save(path, "
          + "np.stack(x).astype('float32'))")
    case "U", "S":
      HeaderError(
        "has text; save numbers: np.save(path, "
          + "np.unique(x, return_inverse=True)[1])")
    default:
      HeaderError("has elements of unsupported type \(spelling.quoted)")
    }
  }
}
