#if OpenBLAS
import VectorPasses

/// Almost 1 KiB of memory on the stack whose rows start at multiples of 64 bytes.
///
/// Only from here does OpenBLAS add: its sums and dot products depend on the
/// address, in their last bits, because the kernels treat what lies before the
/// first aligned element apart.
struct Scratch<Scalar> {
  let start: UnsafeMutablePointer<Scalar>
  let capacity: Int

  /// Elements between two aligned addresses.
  static var alignment: Int { 64 / MemoryLayout<Scalar>.stride }

  /// Calls `body` with memory of zeros.
  static func withNew(
    _ body: (Scratch) -> Void
  ) where Scalar: BinaryFloatingPoint {
    // On the stack Swift aligns to 16 bytes only.
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { bytes in
      let start = bytes.baseAddress.unsafelyUnwrapped
      let aligned = start.alignedUp(toMultipleOf: 64)
      let capacity = 960 / MemoryLayout<Scalar>.stride
      let scalars = aligned.bindMemory(to: Scalar.self, capacity: capacity)
      scalars.initialize(repeating: 0, count: capacity)
      body(Scratch(start: scalars, capacity: capacity))
    }
  }

  /// Two parts, aligned as well.
  var halves: (Scratch, Scratch) {
    let half = capacity / 2 / Self.alignment * Self.alignment
    return (
      Scratch(start: start, capacity: half),
      Scratch(start: start + half, capacity: half)
    )
  }

  /// Room for a piece of a tile.
  subscript(piece: Piece) -> MutableRowTile<Scalar> {
    MutableRowTile(
      start: start, rowStride: piece.scratchStride, rows: piece.rows,
      classes: piece.classes)
  }
}
#endif
