/// How many bytes a microbatch and its products may take.
struct LinearMemoryLimit {
  let rows: Int
  let products: Int

  /// - Throws: `optionOutOfRange` for none.
  init(_ bytes: Int) throws(LogitsError) {
    guard bytes > 0 else {
      throw .optionOutOfRange(.memory, value: Double(bytes))
    }
    rows = bytes / 4 * 3
    products = bytes / 4
  }
}
