/// The header of an NPY file, which describes the array behind it.
///
/// Format: numpy.lib.format in NumPy's reference, versions 1.0, 2.0 and 3.0.
package struct NPYHeader: Equatable {
  package let elementType: ElementType
  package let shape: [Int]
  /// Where the elements start.
  package private(set) var dataOffset: Int
  /// The type's name in the header.
  let spelling: String
  /// Whether the elements are in another order than C's: in Fortran's, with several
  /// axes.
  let isReordered: Bool
  /// Whether the first byte of a number is its highest.
  let isByteSwapped: Bool
  /// How the type was understood, where the header says less.
  let note: String?

  /// The bytes that all NPY files start with.
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// No array needs more; a file that claims more is broken or hostile.
  private static let maximumLength = 1 << 16

  /// Whether a file is NPY, by its first bytes.
  static func begins(_ file: UnsafeRawBufferPointer) -> Bool {
    file.prefix(magic.count).elementsEqual(magic)
  }

  /// The most bytes that a header and what is before it can have.
  static let maximumPrefix = 12 + maximumLength

  /// Reads the header of a file, and checks that its elements are all there.
  package init(parsing file: UnsafeRawBufferPointer) throws(HeaderError) {
    try self.init(parsing: file, fileSize: file.count)
  }

  /// The same of the first bytes of a file.
  init(
    parsing file: UnsafeRawBufferPointer, fileSize: Int
  ) throws(HeaderError) {
    guard file.count >= 10, Self.begins(file) else {
      throw HeaderError("is not an NPY file")
    }
    let textStart: Int
    switch file[6] {
    case 1: textStart = 10
    case 2, 3: textStart = 12
    default:
      throw HeaderError("has NPY version \(file[6]); expected 1, 2 or 3")
    }
    guard file.count >= textStart else {
      throw HeaderError("is truncated in its header")
    }
    let length = file[8..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.maximumLength else {
      throw HeaderError(
        "has a header of \(length) bytes; the limit is \(Self.maximumLength)")
    }
    dataOffset = textStart + length
    guard file.count >= dataOffset else {
      throw HeaderError("is truncated in its header")
    }
    let fields = try NPYFields(
      parsing: UnsafeRawBufferPointer(rebasing: file[textStart..<dataOffset]))
    let type = try NPYType(parsing: fields.descr)
    elementType = type.elementType
    isByteSwapped = type.isByteSwapped
    note = type.note
    spelling = fields.descr
    isReordered =
      fields.fortranOrder && fields.shape.count { $0 != 1 } > 1
    shape = fields.shape
    guard let needed = elementType.byteCount(shape) else {
      throw HeaderError("has a shape that overflows")
    }
    guard fileSize - dataOffset >= needed else {
      throw HeaderError(
        "is truncated: \(fileSize - dataOffset) bytes of elements instead "
          + "of \(needed)")
    }
  }

  /// A header for a new file, version 1.0.
  ///
  /// - Throws: ``HeaderError`` for bfloat16, which NPY has no name for.
  package init(elementType: ElementType, shape: [Int]) throws(HeaderError) {
    guard let name = elementType.npySpelling else {
      throw HeaderError("cannot hold elements of type \(elementType) in NPY")
    }
    self.elementType = elementType
    spelling = name
    isReordered = false
    isByteSwapped = false
    note = nil
    self.shape = shape
    dataOffset = 0
    dataOffset = bytes().count
  }

  package func bytes() -> [UInt8] {
    Self.bytes(descr: "'\(spelling)'", shape: shape)
  }

  /// The bytes of a header for a new file of records: one axis of elements that
  /// each hold a number in every field, without gaps.
  ///
  /// NumPy reads it as a structured array: `load(path)["name"]`.
  package static func bytes(
    records count: Int, fields: [(name: String, type: ElementType)]
  ) -> [UInt8] {
    let list = fields.map { "('\($0.name)', '\($0.type.npySpelling ?? "")')" }
    return bytes(descr: "[\(list.joined(separator: ", "))]", shape: [count])
  }

  /// With padding, so that the elements start at a multiple of 64.
  private static func bytes(descr: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    let text =
      "{'descr': \(descr), 'fortran_order': False, 'shape': (\(extents)), }"
    let unpadded = 10 + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = text.utf8.count + padding + 1
    return magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      + Array(text.utf8) + Array(repeating: 0x20, count: padding) + [0x0a]
  }
}

/// The Python dictionary in an NPY header: exactly these keys, in any order.
private struct NPYFields {
  private(set) var descr = ""
  private(set) var fortranOrder = false
  private(set) var shape: [Int] = []

  init(parsing text: UnsafeRawBufferPointer) throws(HeaderError) {
    var scanner = HeaderScanner(text)
    var keys: Set<String> = []
    try scanner.pythonList("{", "}") { (scanner) throws(HeaderError) in
      let key = try scanner.pythonString()
      guard keys.insert(key).inserted else {
        throw scanner.error("duplicate key \(key.quoted)")
      }
      try scanner.expect(":")
      switch key {
      case "descr":
        guard scanner.next != UInt8(ascii: "[") else {
          throw HeaderError(
            "has records; save the field with the numbers: "
              + "np.save(path, x['name'])")
        }
        descr = try scanner.pythonString()
      case "fortran_order":
        fortranOrder = scanner.next == UInt8(ascii: "T")
        try scanner.expect(word: fortranOrder ? "True" : "False")
      case "shape":
        try scanner.pythonList("(", ")") { (scanner) throws(HeaderError) in
          shape.append(try scanner.count())
          // Python 2 marks long integers.
          _ = scanner.take("L")
        }
      default:
        throw scanner.error("unknown key \(key.quoted)")
      }
    }
    guard keys.count == 3 else {
      throw scanner.error("expected descr, fortran_order and shape")
    }
    guard scanner.next == nil else {
      throw scanner.error("unexpected text")
    }
  }
}

extension HeaderScanner {
  /// Reads items between two marks; a comma may follow the last one.
  fileprivate mutating func pythonList(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    _ readItem: (inout HeaderScanner) throws(HeaderError) -> Void
  ) throws(HeaderError) {
    try expect(open)
    while !take(close) {
      try readItem(&self)
      guard !take(",") else { continue }
      return try expect(close)
    }
  }

  /// Reads a string in either kind of quotes, without escapes.
  fileprivate mutating func pythonString() throws(HeaderError) -> String {
    let quote: Unicode.Scalar = next == UInt8(ascii: "\"") ? "\"" : "'"
    try expect(quote)
    let text = bytes { $0 != UInt8(ascii: quote) }
    try expect(quote)
    return String(decoding: text, as: UTF8.self)
  }
}
