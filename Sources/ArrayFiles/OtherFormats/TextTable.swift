/// Numbers in text, in rows of equal length: CSV, TSV, or what `np.savetxt` writes.
///
/// Commas, tabs, semicolons or spaces separate them; a first line without numbers
/// names the columns.
struct TextTable {
  private(set) var values: [Double] = []
  private(set) var rows = 0
  private(set) var columns = 0

  /// Text is read whole, and larger files have better formats.
  private static let maximumLength = 256 << 20

  /// - Throws: ``HeaderError`` for the first cell that is no number, and for rows
  ///   that differ in length.
  init(parsing text: UnsafeRawBufferPointer) throws(HeaderError) {
    guard text.count <= Self.maximumLength else {
      throw HeaderError(
        "has \(text.count) bytes of text; the limit is \(Self.maximumLength): "
          + "save it with np.save")
    }
    var separator: UInt8?
    var isFirst = true
    // What editors of Windows put before text.
    let mark = text.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    for line in TextLines(text[mark...]) {
      if isFirst {
        separator = [",", "\t", ";"].map { UInt8(ascii: $0) }
          .first(where: line.contains)
      }
      let cells = TextCells(line, separator: separator)
      if isFirst, cells.allSatisfy({ number($0) == nil }) {
        isFirst = false
        continue
      }
      isFirst = false
      try append(cells)
    }
    guard rows > 0 else { throw HeaderError("has no numbers") }
  }

  /// A column has one axis.
  var shape: [Int] { columns == 1 ? [rows] : [rows, columns] }

  private mutating func append(_ cells: TextCells) throws(HeaderError) {
    let before = values.count
    for cell in cells {
      guard let number = number(cell) else {
        let text = String(decoding: cell.prefix(400), as: UTF8.self)
        throw HeaderError(
          "row \(rows), column \(values.count - before): \(text.quoted) is not "
            + "a number")
      }
      values.append(number)
    }
    let count = values.count - before
    guard rows == 0 || count == columns else {
      throw HeaderError(
        "row \(rows) has \(count) columns instead of \(columns)")
    }
    columns = count
    rows += 1
  }
}

/// A decimal number, infinity or NaN.
private func number(_ cell: Slice<UnsafeRawBufferPointer>) -> Double? {
  // A letter of another number would be a hexadecimal one.
  guard 1...64 ~= cell.count,
    cell.allSatisfy({ "0123456789+-.eEinfatyINFATY".utf8.contains($0) })
  else { return nil }
  return Double(String(decoding: cell, as: UTF8.self))
}

/// The lines that are not empty, without white space around them.
private struct TextLines: Sequence, IteratorProtocol {
  private var rest: Slice<UnsafeRawBufferPointer>

  init(_ text: Slice<UnsafeRawBufferPointer>) { rest = text }

  mutating func next() -> Slice<UnsafeRawBufferPointer>? {
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = trimmed(rest[..<end])
      rest = rest[end...].dropFirst()
      if !line.isEmpty { return line }
    }
    return nil
  }
}

/// The cells of a line.
private struct TextCells: Sequence, IteratorProtocol {
  private var rest: Slice<UnsafeRawBufferPointer>?
  /// `nil` for any white space.
  private let separator: UInt8?

  init(_ line: Slice<UnsafeRawBufferPointer>, separator: UInt8?) {
    rest = line
    self.separator = separator
  }

  mutating func next() -> Slice<UnsafeRawBufferPointer>? {
    guard let text = rest else { return nil }
    let end = text.firstIndex { byte in
      if let separator { byte == separator } else { isSpace(byte) }
    }
    let cell = text[..<(end ?? text.endIndex)]
    rest = end.map { text[$0...].dropFirst() }
    guard separator != nil else {
      rest = rest?.drop(while: isSpace)
      return cell
    }
    return trimmed(cell)
  }
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0d
}

private func trimmed(
  _ text: Slice<UnsafeRawBufferPointer>
) -> Slice<UnsafeRawBufferPointer> {
  var text = text.drop(while: isSpace)
  while let last = text.last, isSpace(last) { text = text.dropLast() }
  return text
}
