// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// Memory for the work on one tile, at an address that is a multiple of 64.
///
/// What a kernel leaves here is there for the next kernel on the same tile.
public struct Scratch {
  /// Room for the elements of short rows, and one group of them more.
  public static let byteCount = 24 * 1024

  /// All of it, with room for two segments of planes or of rows of halves, and
  /// for some numbers for each row of a tile.
  public static let totalByteCount =
    byteCount + 2 * segmentByteCount + 4 * numbersByteCount

  /// A segment of a tile: some of the classes of as many rows as it has.
  public static let segmentByteCount = 12 * 1024

  private static let numbersByteCount =
    Tile<Float>.maximumRows * MemoryLayout<Double>.stride

  public let start: UnsafeMutableRawPointer

  @inlinable @inline(__always)
  public init(start: UnsafeMutableRawPointer) {
    self.start = start
  }

  /// Elements of half precision that are widened at once.
  @inlinable @inline(__always)
  public static var widenedCount: Int { 2048 }

  /// Room for them, beside transposed tiles: only rows of Float are ever
  /// widened here.
  @inlinable @inline(__always)
  public func widened<Scalar>() -> UnsafeMutablePointer<Scalar> {
    (start + 16 * 1024).assumingMemoryBound(to: Scalar.self)
  }

  /// Room for scalars, from the given one on.
  @inlinable @inline(__always)
  public func elements<Scalar>(
    from index: Int = 0
  ) -> UnsafeMutablePointer<Scalar> {
    start.assumingMemoryBound(to: Scalar.self) + index
  }

  /// Room for one of two segments.
  @inlinable @inline(__always)
  public func segment<Scalar>(_ index: Int) -> UnsafeMutablePointer<Scalar> {
    (start + Self.byteCount + index * Self.segmentByteCount)
      .assumingMemoryBound(to: Scalar.self)
  }

  /// Room for a number for each row, four times.
  @inlinable @inline(__always)
  public func numbers(_ index: Int) -> UnsafeMutablePointer<Double> {
    (start + Self.byteCount + 2 * Self.segmentByteCount)
      .assumingMemoryBound(to: Double.self)
      + index * Tile<Float>.maximumRows
  }
}
