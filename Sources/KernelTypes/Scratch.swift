// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// Memory for the work on one tile, at an address that is a multiple of 64.
///
/// What a kernel leaves here is there for the next kernel on the same tile.
public struct Scratch {
  /// Room for the elements of short rows, and one group of them more.
  public static let byteCount = 24 * 1024

  /// Room for a segment of planes: a quarter of a second cache, so that columns
  /// of a thousand classes come from memory only once.
  public static let planeByteCount = 128 * 1024

  /// Room for two numbers for each class of a single short row.
  @inlinable @inline(__always)
  public static var shortRowByteCount: Int { 1024 }

  /// All of it: two times the room for elements, and some numbers for each row
  /// of a tile.
  @inlinable
  public static func totalByteCount(hasPlanes: Bool) -> Int {
    numbersByteCount + 2 * (hasPlanes ? planeByteCount : byteCount)
  }

  @inlinable @inline(__always)
  public static var numbersByteCount: Int {
    4 * Tile<Float>.maximumRows * MemoryLayout<Double>.stride
  }

  /// The start of the elements; the numbers are before them.
  @usableFromInline let start: UnsafeMutableRawPointer

  /// Cut from ``totalByteCount(hasPlanes:)`` bytes.
  @inlinable @inline(__always)
  public init(_ memory: UnsafeMutableRawPointer) {
    start = memory + Self.numbersByteCount
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

  /// Room for one of two segments of planes.
  @inlinable @inline(__always)
  public func planes<Scalar>(_ index: Int) -> UnsafeMutablePointer<Scalar> {
    (start + index * Self.planeByteCount).assumingMemoryBound(to: Scalar.self)
  }

  /// Room for one of two segments of rows that are halves in memory, beside all
  /// that kernels for Floats need: as many elements as are widened at once.
  @inlinable @inline(__always)
  public func halves(_ index: Int) -> UnsafeMutablePointer<Float> {
    (start + Self.byteCount).assumingMemoryBound(to: Float.self)
      + index * Self.widenedCount
  }

  /// Room for a number for each row, four times.
  @inlinable @inline(__always)
  public func numbers(_ index: Int) -> UnsafeMutablePointer<Double> {
    (start - Self.numbersByteCount).assumingMemoryBound(to: Double.self)
      + index * Tile<Float>.maximumRows
  }
}
