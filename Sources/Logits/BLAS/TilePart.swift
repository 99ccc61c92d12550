#if OpenBLAS
import KernelTypes

/// A part of a tile that fits the scratch memory: several short rows whole, or
/// a part of one long row.
struct TilePart {
  let firstRow: Int
  let rows: Int
  let firstClass: Int
  let classes: Int

  /// Elements from row to row in scratch memory, where each row is aligned.
  let scratchStride: Int
}

extension Tile {
  /// Calls `body` with the parts that make up the tile, row by row.
  func forEachPart(of capacity: Int, _ body: (TilePart) -> Void) {
    let alignment = AlignedRows<Scalar>.alignment
    let partClasses = min(classes, capacity)
    let stride = (partClasses + alignment - 1) / alignment * alignment
    let partRows = capacity / stride
    for row in Swift.stride(from: 0, to: rows, by: partRows) {
      for column in Swift.stride(from: 0, to: classes, by: partClasses) {
        body(
          TilePart(
            firstRow: row, rows: min(partRows, rows - row),
            firstClass: column, classes: min(partClasses, classes - column),
            scratchStride: stride))
      }
    }
  }

  /// A part of these rows, which are of scalars.
  subscript(part: TilePart) -> Tile {
    Tile(
      start: self[part.firstRow] + part.firstClass, rowStride: rowStride,
      rows: part.rows, classes: part.classes)
  }

  /// Replaces the rows by those of a tile of the same size.
  func copy(from source: Tile) {
    for r in 0..<rows { self[r].update(from: source[r], count: classes) }
  }
}
#endif
