#if OpenBLAS
import VectorPasses

/// A part of a tile that fits the scratch memory: several short rows whole, or
/// a part of one long row.
struct Piece {
  let firstRow: Int
  let rows: Int
  let firstClass: Int
  let classes: Int
}

extension RowTile {
  /// Calls `body` with the pieces that make up the tile, row by row.
  func forEachPiece(of capacity: Int, _ body: (Piece) -> Void) {
    let pieceRows = max(1, capacity / classes)
    let pieceClasses = min(classes, capacity)
    for row in stride(from: 0, to: rows, by: pieceRows) {
      for column in stride(from: 0, to: classes, by: pieceClasses) {
        body(
          Piece(
            firstRow: row, rows: min(pieceRows, rows - row),
            firstClass: column, classes: min(pieceClasses, classes - column)))
      }
    }
  }

  subscript(piece: Piece) -> RowTile {
    RowTile(
      start: self[piece.firstRow] + piece.firstClass, rowStride: rowStride,
      rows: piece.rows, classes: piece.classes)
  }
}

extension Piece {
  /// Room for the piece's elements in scratch memory, without gaps.
  func compact<Scalar>(
    _ scratch: UnsafeMutableBufferPointer<Scalar>
  ) -> MutableRowTile<Scalar> {
    MutableRowTile(
      start: scratch.baseAddress.unsafelyUnwrapped, rowStride: classes,
      rows: rows, classes: classes)
  }
}

/// Calls `body` with 1 KiB of memory on the stack, all zeros.
func withScratch<Scalar: VectorScalar>(
  _: Scalar.Type, _ body: (UnsafeMutableBufferPointer<Scalar>) -> Void
) {
  withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { bytes in
    let scratch = bytes.bindMemory(to: Scalar.self)
    scratch.initialize(repeating: 0)
    body(scratch)
  }
}
#endif
