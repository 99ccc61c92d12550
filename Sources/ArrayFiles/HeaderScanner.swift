/// Reads a header's text: the JSON of safetensors, or the Python literals of NPY.
struct HeaderScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The byte at the current position, whatever it is.
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func advance() { position += 1 }

  /// Reads bytes as long as they satisfy a condition.
  mutating func bytes(
    while condition: (UInt8) -> Bool
  ) -> Slice<UnsafeRawBufferPointer> {
    let start = position
    while let byte, condition(byte) { advance() }
    return bytes[start..<position]
  }

  /// The next byte that is not white space.
  var next: UInt8? {
    mutating get {
      while let byte, byte == 0x20 || 0x09...0x0a ~= byte || byte == 0x0d {
        advance()
      }
      return byte
    }
  }

  func error(_ problem: String) -> HeaderError {
    HeaderError("has an invalid header: \(problem) at byte \(position)")
  }

  /// Skips white space and this character, if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    advance()
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(HeaderError) {
    guard take(character) else { throw error("expected '\(character)'") }
  }

  /// Skips white space and this word.
  mutating func expect(word: StaticString) throws(HeaderError) {
    _ = next
    for offset in 0..<word.utf8CodeUnitCount {
      guard byte == word.utf8Start[offset] else {
        throw error("expected '\(word)'")
      }
      advance()
    }
  }

  /// Reads a non-negative integer.
  mutating func count() throws(HeaderError) -> Int {
    guard next != nil, var value = digit() else {
      throw error("expected a non-negative integer")
    }
    // A leading 0 stands alone; whatever follows it fails the next check.
    while value > 0, let digit = digit() {
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(digit)
      guard !tooLarge, !overflow else { throw error("number too large") }
      value = sum
    }
    return value
  }

  mutating func digit() -> Int? {
    guard let byte, 0x30...0x39 ~= byte else { return nil }
    advance()
    return Int(byte) - 0x30
  }
}
