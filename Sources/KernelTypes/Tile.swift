// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// The rows that one kernel call takes, in the caller's memory.
///
/// Few enough that the next kernel finds them in cache, and at most
/// ``maximumRows``, so that a number for each of them fits on the stack. Kernels
/// write to the tiles that they call output, and only read the others.
public struct Tile<Scalar> {
  /// The first element of the first row.
  public let start: UnsafeMutableRawPointer
  public let format: ElementFormat
  /// Elements from the start of one row to the start of the next; where rows
  /// lie across planes, from one stack of planes to the next.
  public let rowStride: Int
  /// The rows that a stack of planes has, side by side; 1 for rows that are
  /// contiguous.
  ///
  /// So many elements are from class to class.
  public let positions: Int
  /// That of the first row in its stack.
  public let position: Int
  public let rows: Int
  /// The number of elements of a row, at least 1.
  public let classes: Int

  /// The most rows of a tile, a multiple of every vector's lane count.
  @inlinable @inline(__always)
  public static var maximumRows: Int { 128 }

  @inlinable @inline(__always)
  public init(
    start: UnsafeMutableRawPointer, format: ElementFormat = .scalar,
    rowStride: Int, positions: Int = 1, position: Int = 0, rows: Int,
    classes: Int
  ) {
    self.start = start
    self.format = format
    self.rowStride = rowStride
    self.positions = positions
    self.position = position
    self.rows = rows
    self.classes = classes
  }

  /// The start of a contiguous row whose elements are scalars.
  @inlinable @inline(__always)
  public subscript(row: Int) -> UnsafeMutablePointer<Scalar> {
    start.assumingMemoryBound(to: Scalar.self) + row * rowStride
  }

  /// An element of a contiguous row, of any format.
  @inlinable @inline(__always)
  public func addressInRow(_ row: Int, _ index: Int) -> UnsafeMutableRawPointer
  {
    start + (row * rowStride + index) * format.size(Scalar.self)
  }

  /// An element of any format, in any layout.
  @inlinable @inline(__always)
  public func address(_ row: Int, _ index: Int) -> UnsafeMutableRawPointer {
    if positions == 1 { return addressInRow(row, index) }
    let (stack, position) = (position + row)
      .quotientAndRemainder(dividingBy: positions)
    return start + (stack * rowStride + index * positions + position)
      * format.size(Scalar.self)
  }

  /// One of the rows, which are contiguous and of scalars.
  @inlinable @inline(__always)
  public func row(_ row: Int) -> Tile {
    Tile(start: self[row], rowStride: rowStride, rows: 1, classes: classes)
  }

  /// Some of the rows, which are contiguous, of any format.
  @inlinable @inline(__always)
  public func rows(_ range: Range<Int>) -> Tile {
    Tile(
      start: addressInRow(range.lowerBound, 0), format: format,
      rowStride: rowStride, rows: range.count, classes: classes)
  }

  /// Some of the classes of all rows.
  @inlinable @inline(__always)
  public func classes(_ range: Range<Int>) -> Tile {
    Tile(
      start: start
        + range.lowerBound * positions * format.size(Scalar.self),
      format: format, rowStride: rowStride, positions: positions,
      position: position, rows: rows, classes: range.count)
  }
}

extension Tile {
  /// Whether rows of this length are computed side by side, one in each lane.
  ///
  /// Where there are no rows, their bytes may be more than an Int can count.
  @inlinable @inline(__always)
  public static func isShort(_ classes: Int) -> Bool {
    classes <= 512 / MemoryLayout<Scalar>.stride
  }

  /// Whether that pays even where results have to be transposed back.
  @inlinable @inline(__always)
  public static func isVeryShort(_ classes: Int) -> Bool {
    classes <= 192 / MemoryLayout<Scalar>.stride
  }

  /// The rows of a tile of planes, of which 16 are a cache line.
  ///
  /// As many as scratch memory has room for with all their classes. Where planes
  /// are so small that several are on a page, the first cache should have it, too.
  @inlinable @inline(__always)
  public static func planeRows(classes: Int, positions: Int) -> Int {
    let size = MemoryLayout<Float>.stride * classes
    let cached = Scratch.byteCount / size
    let room =
      positions <= 256 && cached >= 16 ? cached : Scratch.planeByteCount / size
    if room < 16 || room >= 64 { return 64 }
    return room >= 32 ? 32 : 16
  }

  @inlinable @inline(__always)
  public var isShort: Bool { Self.isShort(classes) }

  @inlinable @inline(__always)
  public var isVeryShort: Bool { Self.isVeryShort(classes) }
}
