extension JSONScanner {
  /// Takes a string.
  mutating func string() throws(HeaderRefusal) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      text += bytes {
        $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      guard byte == UInt8(ascii: "\\") else { break }
      advance()
      text += try escaped().utf8
    }
    guard let byte else { throw refusal("a string without an end") }
    guard byte == UInt8(ascii: "\"") else {
      throw refusal("a control character in a string")
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw refusal("a string that is not UTF-8")
    }
    advance()
    return string
  }

  /// Takes what follows a backslash.
  private mutating func escaped() throws(HeaderRefusal) -> Unicode.Scalar {
    guard let byte else { throw refusal("a string without an end") }
    advance()
    let mark = Unicode.Scalar(byte)
    switch mark {
    case "\"", "\\", "/": return mark
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try escapedUTF16()
    default: throw refusal("an unknown escape")
    }
  }

  /// Takes the digits that follow `\u`, twice for a surrogate pair.
  private mutating func escapedUTF16() throws(HeaderRefusal) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), byte == UInt8(ascii: "\\") else {
      throw refusal("half a surrogate pair")
    }
    advance()
    guard byte == UInt8(ascii: "u") else {
      throw refusal("half a surrogate pair")
    }
    advance()
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second) else {
      throw refusal("half a surrogate pair")
    }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  /// Takes four hexadecimal digits.
  private mutating func codeUnit() throws(HeaderRefusal) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch byte {
      case .some(let byte) where 0x30...0x39 ~= byte: digit = byte - 0x30
      case .some(let byte) where 0x41...0x46 ~= byte: digit = byte - 0x41 + 10
      case .some(let byte) where 0x61...0x66 ~= byte: digit = byte - 0x61 + 10
      default: throw refusal("an escape without four digits")
      }
      advance()
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
