/// Takes JSON (RFC 8259) off a header's bytes, value by value.
///
/// It is strict: no key twice in an object, no text that is not UTF-8.
struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The byte at hand, whatever it is.
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func advance() { position += 1 }

  /// Takes the bytes at hand as long as they are such.
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

  /// What to throw where the text is not as it must be.
  func refusal(_ what: String) -> HeaderRefusal {
    HeaderRefusal(
      "has a header that cannot be understood: \(what) at its byte \(position)")
  }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: mark) else { return false }
    advance()
    return true
  }

  mutating func expect(_ mark: Unicode.Scalar) throws(HeaderRefusal) {
    guard take(mark) else { throw refusal("no '\(mark)'") }
  }

  /// Takes an object; `takeValue` takes the value that follows each key.
  mutating func object(
    _ takeValue: (inout JSONScanner, String) throws(HeaderRefusal) -> Void
  ) throws(HeaderRefusal) {
    try expect("{")
    if take("}") { return }
    var keys: Set<ExactName> = []
    repeat {
      let key = try string()
      guard keys.insert(ExactName(key)).inserted else {
        throw refusal("\(key.quoted) for the second time")
      }
      try expect(":")
      try takeValue(&self, key)
    } while take(",")
    try expect("}")
  }

  /// Takes an array; `takeValue` takes each value.
  mutating func array(
    _ takeValue: (inout JSONScanner) throws(HeaderRefusal) -> Void
  ) throws(HeaderRefusal) {
    try expect("[")
    if take("]") { return }
    repeat { try takeValue(&self) } while take(",")
    try expect("]")
  }

  /// Takes a whole number from 0 up.
  mutating func count() throws(HeaderRefusal) -> Int {
    guard next != nil, var value = digit() else {
      throw refusal("no whole number from 0 up")
    }
    // Nothing follows a first 0: whoever looks for a mark next will say so.
    while value > 0, let digit = digit() {
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(digit)
      guard !tooLarge, !overflow else { throw refusal("a number too large") }
      value = sum
    }
    return value
  }

  /// Takes the digit at hand, if it is one.
  mutating func digit() -> Int? {
    guard let byte, 0x30...0x39 ~= byte else { return nil }
    advance()
    return Int(byte) - 0x30
  }
}
