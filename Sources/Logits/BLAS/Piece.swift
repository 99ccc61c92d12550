#if OpenBLAS
import VectorPasses

/// A part of a tile that fits the scratch memory: several short rows whole, or
/// a part of one long row.
struct Piece {
  let firstRow: Int
  let rows: Int
  let firstClass: Int
  let classes: Int

  /// Elements from row to row in scratch memory, where each row is aligned.
  let scratchStride: Int
}

extension RowTile {
  /// Calls `body` with the pieces that make up the tile, row by row.
  func forEachPiece(of capacity: Int, _ body: (Piece) -> Void) {
    let alignment = AlignedRows<Scalar>.alignment
    let pieceClasses = min(classes, capacity)
    let stride = (pieceClasses + alignment - 1) / alignment * alignment
    let pieceRows = capacity / stride
    for row in Swift.stride(from: 0, to: rows, by: pieceRows) {
      for column in Swift.stride(from: 0, to: classes, by: pieceClasses) {
        body(
          Piece(
            firstRow: row, rows: min(pieceRows, rows - row),
            firstClass: column, classes: min(pieceClasses, classes - column),
            scratchStride: stride))
      }
    }
  }

  /// The piece of these rows.
  subscript(piece: Piece) -> RowTile {
    RowTile(
      start: self[piece.firstRow] + piece.firstClass, rowStride: rowStride,
      rows: piece.rows, classes: piece.classes)
  }
}

extension MutableRowTile {
  subscript(piece: Piece) -> MutableRowTile {
    MutableRowTile(
      start: self[piece.firstRow] + piece.firstClass, rowStride: rowStride,
      rows: piece.rows, classes: piece.classes)
  }

  /// Replaces the rows by those of a tile of the same size.
  func copy(from source: RowTile<Scalar>) {
    for r in 0..<rows { self[r].update(from: source[r], count: classes) }
  }
}
#endif
