/// A machine for the pickles of tensors.
///
/// It knows containers, numbers, strings and tensors, and calls nothing: a pickle
/// that asks for any other function is refused.
///
/// Format: pickletools in Python's library, protocols 2 to 5.
struct Pickle {
  private let length: Int
  var bytes: PickleBytes
  var stack: [PickleValue] = []
  /// How long the stack was at each mark.
  var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  var containers: [[PickleValue]] = []

  /// Far more than any collection of logits needs.
  static let maximumLength = 4 << 20
  /// The most steps, none of which makes more than one value.
  private static let maximumSteps = 1 << 19

  init(_ bytes: UnsafeRawBufferPointer) {
    length = bytes.count
    self.bytes = PickleBytes(bytes)
  }

  /// Reads the value.
  mutating func value() throws(HeaderError) -> PickleValue {
    guard length <= Self.maximumLength else {
      throw HeaderError(
        "has a pickle of \(length) bytes; the limit is "
          + "\(Self.maximumLength)")
    }
    for _ in 0..<Self.maximumSteps {
      let code = try bytes.byte()
      if code == UInt8(ascii: ".") { return try pop() }
      try perform(code)
    }
    throw HeaderError("has a pickle of too many values")
  }

  private mutating func perform(_ code: UInt8) throws(HeaderError) {
    switch Unicode.Scalar(code) {
    case "\u{80}": _ = try bytes.byte()
    case "\u{95}": _ = try bytes.take(8)
    case "(": marks.append(stack.count)
    case "0": _ = try pop()
    case "1": _ = try popToMark()
    case "N": stack.append(.none)
    case "\u{88}", "\u{89}": stack.append(.bool(code == 0x88))
    case "K": stack.append(.integer(try bytes.count(1)))
    case "M": stack.append(.integer(try bytes.count(2)))
    case "J": stack.append(.integer(try bytes.signed(4)))
    case "\u{8a}":
      stack.append(.integer(try bytes.signed(Int(try bytes.byte()))))
    case "G":
      let bits = try bytes.take(8).reduce(0) { $0 << 8 | UInt64($1) }
      stack.append(.number(Double(bitPattern: bits)))
    case "U", "\u{8c}":
      stack.append(.string(try bytes.string(try bytes.count(1))))
    case "T", "X": stack.append(.string(try bytes.string(try bytes.count(4))))
    case "\u{8d}": stack.append(.string(try bytes.string(try bytes.count(8))))
    case "q": memo[try bytes.count(1)] = try top()
    case "r": memo[try bytes.count(4)] = try top()
    case "\u{94}": memo[memo.count] = try top()
    case "h": stack.append(try remembered(try bytes.count(1)))
    case "j": stack.append(try remembered(try bytes.count(4)))
    case ")": push([])
    case "\u{85}"..."\u{87}": push(try pop(Int(code - 0x84)))
    case "t", "l": push(try popToMark())
    case "]": push([])
    case "a": try append(try pop(1))
    case "e": try append(try popToMark())
    case "}": pushDictionary([])
    case "d": pushDictionary(try popToMark())
    case "s": try append(try pop(2))
    case "u": try append(try popToMark())
    case "c": stack.append(.global("\(try bytes.line()).\(try bytes.line())"))
    case "\u{93}": try pushGlobal()
    case "Q": stack.append(.storage(try storage()))
    case "R": try reduce()
    case "b": try build()
    case "\u{81}", "\u{92}":
      // The class is below its arguments.
      _ = try pop(code == 0x81 ? 1 : 2)
      throw refused(try pop())
    case "i": throw refused(.global("\(try bytes.line()).\(try bytes.line())"))
    case "o": throw refused(try popToMark().first ?? .none)
    default:
      throw HeaderError(
        "has a pickle that is not understood: code \(code) at byte "
          + "\(bytes.position - 1)")
    }
  }

  private func remembered(_ key: Int) throws(HeaderError) -> PickleValue {
    guard let value = memo[key] else {
      throw HeaderError.damagedPickle
    }
    return value
  }
}
