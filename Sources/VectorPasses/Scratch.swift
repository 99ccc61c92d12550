/// Memory for the work on one tile, at an address that is a multiple of 64.
///
/// What a pass leaves here is there for the next pass on the same tile.
public struct Scratch {
  /// Room for the elements of short rows, and one group of them more.
  public static let byteCount = 24 * 1024

  /// The start.
  public let start: UnsafeMutableRawPointer

  /// Scratch in someone else's memory.
  @inlinable @inline(__always)
  public init(start: UnsafeMutableRawPointer) {
    self.start = start
  }

  /// Elements of half precision that are widened at once.
  @inlinable @inline(__always)
  static var widenedCount: Int { 2048 }

  /// Room for them, beside columns: only rows of Float are ever widened here.
  @inlinable @inline(__always)
  func widened<Scalar>() -> UnsafeMutablePointer<Scalar> {
    (start + 16 * 1024).assumingMemoryBound(to: Scalar.self)
  }

  /// As room for scalars, from the given one on.
  @inlinable @inline(__always)
  func elements<Scalar: VectorScalar>(
    from index: Int = 0
  ) -> UnsafeMutablePointer<Scalar> {
    start.assumingMemoryBound(to: Scalar.self) + index
  }
}
