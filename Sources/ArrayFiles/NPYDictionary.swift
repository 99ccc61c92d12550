/// The Python dictionary in an NPY header: exactly the keys `descr`,
/// `fortran_order` and `shape`, in any order.
struct NPYDictionary {
  private(set) var descr = ""
  private(set) var fortranOrder = false
  private(set) var shape: [Int] = []

  /// `nil` for anything else than such a dictionary.
  init?(parsing text: some Sequence<UInt8>) {
    var scanner = Scanner(text)
    var keys: Set<String> = []
    guard scanner.take("{") else { return nil }
    while !scanner.take("}") {
      guard let key = scanner.string(), keys.insert(key).inserted,
        scanner.take(":"), parse(key, &scanner)
      else { return nil }
      // The comma may be left out before the closing brace.
      guard scanner.take(",") || scanner.next == "}" else { return nil }
    }
    guard scanner.next == nil, keys.count == 3 else { return nil }
  }

  private mutating func parse(_ key: String, _ scanner: inout Scanner) -> Bool {
    switch key {
    case "descr":
      guard let value = scanner.string() else { return false }
      descr = value
    case "fortran_order":
      switch scanner.word() {
      case "True": fortranOrder = true
      case "False": fortranOrder = false
      default: return false
      }
    case "shape":
      guard let value = scanner.tuple() else { return false }
      shape = value
    default:
      return false
    }
    return true
  }
}

/// Takes the few kinds of Python literals that a header holds off its text.
private struct Scanner {
  private var rest: ArraySlice<Character>

  init(_ text: some Sequence<UInt8>) {
    rest = text.map { Character(Unicode.Scalar($0)) }[...]
  }

  /// The next character that is not white space.
  var next: Character? {
    rest.first { !$0.isWhitespace }
  }

  mutating func take(_ character: Character) -> Bool {
    guard next == character else { return false }
    rest = rest.drop(while: \.isWhitespace).dropFirst()
    return true
  }

  mutating func word() -> String {
    rest = rest.drop(while: \.isWhitespace)
    let word = rest.prefix { $0.isLetter || $0.isNumber }
    rest = rest.dropFirst(word.count)
    return String(word)
  }

  mutating func string() -> String? {
    guard let quote = next, quote == "'" || quote == "\"", take(quote) else {
      return nil
    }
    let text = rest.prefix { $0 != quote }
    rest = rest.dropFirst(text.count)
    return take(quote) ? String(text) : nil
  }

  mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      guard let number = Int(word()), number >= 0 else { return nil }
      numbers.append(number)
      guard take(",") || next == ")" else { return nil }
    }
    return numbers
  }
}
