extension JSONScanner {
  /// More than anyone nests, and far less than a stack holds.
  private static let deepest = 32

  /// Takes a value of any kind, which nobody reads.
  mutating func skip(depth: Int = 0) throws(HeaderRefusal) {
    guard depth < Self.deepest else { throw refusal("too deep nesting") }
    switch next.map(Unicode.Scalar.init) {
    case "{":
      try object { (scanner, _) throws(HeaderRefusal) in
        try scanner.skip(depth: depth + 1)
      }
    case "[":
      try array { (scanner) throws(HeaderRefusal) in
        try scanner.skip(depth: depth + 1)
      }
    case "\"": _ = try string()
    case "t": try skip("true")
    case "f": try skip("false")
    case "n": try skip("null")
    default: try skipNumber()
    }
  }

  private mutating func skip(_ word: StaticString) throws(HeaderRefusal) {
    for offset in 0..<word.utf8CodeUnitCount {
      guard byte == word.utf8Start[offset] else {
        throw refusal("no '\(word)'")
      }
      advance()
    }
  }

  private mutating func skipNumber() throws(HeaderRefusal) {
    _ = take("-")
    guard let first = digit() else { throw refusal("no value") }
    if first > 0 { skipDigits() }
    if byte == UInt8(ascii: ".") {
      advance()
      try skipSomeDigits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      advance()
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { advance() }
      try skipSomeDigits()
    }
  }

  private mutating func skipDigits() {
    while digit() != nil {}
  }

  private mutating func skipSomeDigits() throws(HeaderRefusal) {
    guard digit() != nil else { throw refusal("a number without digits") }
    skipDigits()
  }
}
