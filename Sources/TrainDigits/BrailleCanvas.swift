/// A drawing in dots, 2 × 4 of them a character.
struct BrailleCanvas {
  let width: Int
  let height: Int
  private var cells: [[UInt32]]

  /// Empty.
  init(columns: Int, rows: Int) {
    (width, height) = (2 * columns, 4 * rows)
    cells = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  /// Sets a dot; the first is at the top left.
  mutating func set(x: Int, y: Int) {
    // The lowest dots came later, and have the last bits.
    let bit = y % 4 == 3 ? 6 + x % 2 : 3 * (x % 2) + y % 4
    cells[y / 4][x / 2] |= 1 << bit
  }

  /// A line of text for each row.
  var lines: [String] {
    cells.map { row in
      var line = String.UnicodeScalarView()
      line.append(contentsOf: row.compactMap { Unicode.Scalar(0x2800 + $0) })
      return String(line)
    }
  }
}
