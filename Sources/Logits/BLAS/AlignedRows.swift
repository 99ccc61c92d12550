#if OpenBLAS
import KernelTypes

/// The scratch memory of a tile, for rows that start at multiples of 64 bytes.
///
/// Only from here does OpenBLAS add: its sums and dot products depend on the
/// address, in their last bits, because the kernels treat what comes before the
/// first aligned element apart.
struct AlignedRows<Scalar> {
  let start: UnsafeMutablePointer<Scalar>
  let capacity: Int

  /// Elements between two aligned addresses.
  static var alignment: Int { 64 / MemoryLayout<Scalar>.stride }

  init(_ scratch: Scratch) {
    start = scratch.elements()
    capacity = Scratch.byteCount / MemoryLayout<Scalar>.stride
  }

  private init(start: UnsafeMutablePointer<Scalar>, capacity: Int) {
    self.start = start
    self.capacity = capacity
  }

  /// Two parts, aligned as well.
  var halves: (AlignedRows, AlignedRows) {
    let half = capacity / 2 / Self.alignment * Self.alignment
    return (
      AlignedRows(start: start, capacity: half),
      AlignedRows(start: start + half, capacity: half)
    )
  }

  /// Room for a part of a tile.
  subscript(part: TilePart) -> Tile<Scalar> {
    Tile(
      start: start, rowStride: part.scratchStride, rows: part.rows,
      classes: part.classes)
  }
}
#endif
