import ArrayFiles

/// A new file of records: lines of CSV, or NPY.
struct RecordFile: ~Copyable {
  typealias Field = (name: String, type: ElementType)

  private let file: AtomicFile
  private let isText: Bool

  /// - Parameters:
  ///   - path: Where the file goes.
  ///   - isText: Whether it is CSV.
  ///   - count: The number of records.
  ///   - fields: What each has: integers or numbers of 64 bits.
  /// - Throws: `FileError` if the file cannot be written.
  init(path: String, isText: Bool, count: Int, fields: [Field]) throws {
    let file = try AtomicFile(path: path)
    if isText {
      try file.write(fields.map(\.name).joined(separator: ",") + "\n")
    } else {
      let header = NPYHeader.bytes(records: count, fields: fields)
      try header.withUnsafeBytes { bytes in try file.write(bytes) }
    }
    self.file = file
    self.isText = isText
  }

  /// Whether a name is that of CSV.
  static func isText(_ path: String) -> Bool { path.hasSuffix(".csv") }

  /// Writes the records that `body` appends.
  borrowing func write(_ body: (inout Records) -> Void) throws {
    var records = Records(isText: isText)
    body(&records)
    if isText { return try file.write(records.text) }
    try records.words.withUnsafeBytes { bytes in try file.write(bytes) }
  }

  consuming func commit() throws { try file.commit() }
}

/// Records on their way to a file.
struct Records {
  fileprivate let isText: Bool
  fileprivate var text = ""
  fileprivate var words: [UInt64] = []

  fileprivate init(isText: Bool) { self.isText = isText }

  mutating func reserveCapacity(_ fields: Int) {
    if !isText { words.reserveCapacity(fields) }
  }

  mutating func append(_ integer: Int) {
    if isText {
      text += "\(integer),"
    } else {
      words.append(UInt64(bitPattern: Int64(integer)).littleEndian)
    }
  }

  mutating func append(_ number: Double) {
    if isText {
      text += number.isNaN ? "nan," : "\(number),"
    } else {
      words.append(number.bitPattern.littleEndian)
    }
  }

  mutating func endRecord() {
    guard isText else { return }
    text.removeLast()
    text += "\n"
  }
}
