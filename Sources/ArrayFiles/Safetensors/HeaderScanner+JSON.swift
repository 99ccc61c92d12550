// JSON (RFC 8259), strictly: no duplicate keys in an object, and UTF-8 only.
extension HeaderScanner {
  /// Reads an object; `readValue` reads the value that follows each key.
  mutating func object(
    _ readValue: (inout HeaderScanner, String) throws(HeaderError) -> Void
  ) throws(HeaderError) {
    try expect("{")
    if take("}") { return }
    // As bytes: strings can be equal in Unicode although their bytes differ.
    var keys: Set<[UInt8]> = []
    repeat {
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else {
        throw error("duplicate key \(key.quoted)")
      }
      try expect(":")
      try readValue(&self, key)
    } while take(",")
    try expect("}")
  }

  /// Reads an array; `readValue` reads each value.
  mutating func array(
    _ readValue: (inout HeaderScanner) throws(HeaderError) -> Void
  ) throws(HeaderError) {
    try expect("[")
    if take("]") { return }
    repeat { try readValue(&self) } while take(",")
    try expect("]")
  }
}

// Values of any kind, which are not kept.
extension HeaderScanner {
  /// More than anyone nests, and far less than the stack holds.
  private static let maximumDepth = 32

  mutating func skipValue(depth: Int = 0) throws(HeaderError) {
    guard depth < Self.maximumDepth else { throw error("nested too deeply") }
    switch next.map(Unicode.Scalar.init) {
    case "{":
      try object { (scanner, _) throws(HeaderError) in
        try scanner.skipValue(depth: depth + 1)
      }
    case "[":
      try array { (scanner) throws(HeaderError) in
        try scanner.skipValue(depth: depth + 1)
      }
    case "\"": _ = try string()
    case "t": try expect(word: "true")
    case "f": try expect(word: "false")
    case "n": try expect(word: "null")
    default: try skipNumber()
    }
  }

  private mutating func skipNumber() throws(HeaderError) {
    _ = take("-")
    guard let first = digit() else { throw error("expected a value") }
    if first > 0 { while digit() != nil {} }
    if byte == UInt8(ascii: ".") {
      advance()
      try skipDigits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      advance()
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { advance() }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(HeaderError) {
    guard digit() != nil else { throw error("expected a digit") }
    while digit() != nil {}
  }
}

extension HeaderScanner {
  mutating func string() throws(HeaderError) -> String {
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
    guard let byte else { throw error("unterminated string") }
    guard byte == UInt8(ascii: "\"") else {
      throw error("control character in a string")
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw error("invalid UTF-8 in a string")
    }
    advance()
    return string
  }

  /// Reads what follows a backslash.
  private mutating func escaped() throws(HeaderError) -> Unicode.Scalar {
    guard let byte else { throw error("unterminated string") }
    advance()
    let scalar = Unicode.Scalar(byte)
    switch scalar {
    case "\"", "\\", "/": return scalar
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try escapedUTF16()
    default: throw error("unknown escape")
    }
  }

  /// Reads the digits that follow `\u`, twice for a surrogate pair.
  private mutating func escapedUTF16() throws(HeaderError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    for expected in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
      guard UTF16.isLeadSurrogate(first), byte == expected else {
        throw error("unpaired surrogate")
      }
      advance()
    }
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second) else {
      throw error("unpaired surrogate")
    }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func codeUnit() throws(HeaderError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte,
        let digit = Character(Unicode.Scalar(byte)).hexDigitValue
      else { throw error("\\u without four hexadecimal digits") }
      advance()
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
