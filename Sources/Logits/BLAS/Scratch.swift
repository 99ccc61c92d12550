#if OpenBLAS
import VectorPasses

/// 1 KiB of memory on the stack whose rows start at multiples of 64 bytes.
///
/// Only from here does OpenBLAS add: its sums and dot products depend on the
/// address, in their last bits, because the kernels treat what lies before the
/// first aligned element apart.
struct Scratch<Scalar> {
  private let start: UnsafeMutablePointer<Scalar>
  let capacity: Int

  /// Elements between two aligned addresses.
  static var alignment: Int { 64 / MemoryLayout<Scalar>.stride }

  /// Calls `body` with memory of zeros.
  static func withNew(
    _ body: (Scratch) -> Void
  ) where Scalar: BinaryFloatingPoint {
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 64) { bytes in
      let scalars = bytes.bindMemory(to: Scalar.self)
      scalars.initialize(repeating: 0)
      body(
        Scratch(
          start: scalars.baseAddress.unsafelyUnwrapped,
          capacity: scalars.count))
    }
  }

  /// The two halves, aligned as well.
  var halves: (Scratch, Scratch) {
    (
      Scratch(start: start, capacity: capacity / 2),
      Scratch(start: start + capacity / 2, capacity: capacity / 2)
    )
  }

  /// Room for a piece of a tile.
  subscript(piece: Piece) -> MutableRowTile<Scalar> {
    MutableRowTile(
      start: start, rowStride: piece.scratchStride, rows: piece.rows,
      classes: piece.classes)
  }

  subscript(index: Int) -> Scalar {
    get { start[index] }
    nonmutating set { start[index] = newValue }
  }

  var pointer: UnsafeMutablePointer<Scalar> { start }
}
#endif
