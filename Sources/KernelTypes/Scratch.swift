/// Memory for the work on one tile, at an address that is a multiple of 64.
///
/// What a kernel leaves here is there for the next kernel on the same tile.
package struct Scratch {
  /// Room for the elements of short rows, and one group of them more.
  package static let byteCount = 24 * 1024

  package let start: UnsafeMutableRawPointer

  @inlinable @inline(__always)
  package init(start: UnsafeMutableRawPointer) {
    self.start = start
  }

  /// Elements of half precision that are widened at once.
  @inlinable @inline(__always)
  package static var widenedCount: Int { 2048 }

  /// Room for them, beside transposed tiles: only rows of Float are ever
  /// widened here.
  @inlinable @inline(__always)
  package func widened<Scalar>() -> UnsafeMutablePointer<Scalar> {
    (start + 16 * 1024).assumingMemoryBound(to: Scalar.self)
  }

  /// Room for scalars, from the given one on.
  @inlinable @inline(__always)
  package func elements<Scalar>(
    from index: Int = 0
  ) -> UnsafeMutablePointer<Scalar> {
    start.assumingMemoryBound(to: Scalar.self) + index
  }
}
