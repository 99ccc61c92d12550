/// The rows that one call of a pass works on.
///
/// A tile is small enough that a second pass finds it in cache, and has at most
/// ``maximumRows`` rows, so that what a pass says of each row fits on the stack.
public struct RowTile<Scalar> {
  /// The first element of the first row.
  public let start: UnsafePointer<Scalar>
  /// Elements from the start of one row to the start of the next.
  public let rowStride: Int
  /// The number of rows.
  public let rows: Int
  /// The number of elements of a row, at least 1.
  public let classes: Int

  /// The most rows a tile has, a multiple of every vector's lane count.
  @inlinable @inline(__always)
  public static var maximumRows: Int { 64 }

  /// Rows in someone else's memory.
  @inlinable @inline(__always)
  public init(
    start: UnsafePointer<Scalar>, rowStride: Int, rows: Int, classes: Int
  ) {
    self.start = start
    self.rowStride = rowStride
    self.rows = rows
    self.classes = classes
  }

  /// Written rows, to be read.
  @inlinable @inline(__always)
  public init(_ rows: MutableRowTile<Scalar>) {
    self.init(
      start: rows.start, rowStride: rows.rowStride, rows: rows.rows,
      classes: rows.classes)
  }

  /// Whether rows of this length are swept side by side, one in each lane.
  ///
  /// Where there are no rows, their bytes may be more than an Int can count.
  @inlinable @inline(__always)
  public static func isShort(_ classes: Int) -> Bool {
    classes <= 512 / MemoryLayout<Scalar>.stride
  }

  /// Whether it pays even where they have to be written back as rows.
  @inlinable @inline(__always)
  public static func isVeryShort(_ classes: Int) -> Bool {
    classes <= 192 / MemoryLayout<Scalar>.stride
  }

  /// Whether these are.
  @inlinable @inline(__always)
  public var isShort: Bool { Self.isShort(classes) }

  /// Whether these are, and it pays to write them back.
  @inlinable @inline(__always)
  public var isVeryShort: Bool { Self.isVeryShort(classes) }

  /// The start of a row.
  @inlinable @inline(__always)
  public subscript(row: Int) -> UnsafePointer<Scalar> {
    start + row * rowStride
  }

  /// One of the rows, as a tile.
  @inlinable @inline(__always)
  public func row(_ row: Int) -> RowTile {
    RowTile(start: self[row], rowStride: rowStride, rows: 1, classes: classes)
  }
}

extension RowTile where Scalar: VectorScalar {
  /// The number of rows, or of lanes of whole vectors for them.
  @inlinable @inline(__always)
  var wholeGroups: Int {
    (rows + Scalar.laneCount - 1) / Scalar.laneCount * Scalar.laneCount
  }
}

/// Rows that a pass writes; they may be exactly the rows that it reads.
public struct MutableRowTile<Scalar> {
  /// The first element of the first row.
  public let start: UnsafeMutablePointer<Scalar>
  /// Elements from the start of one row to the start of the next.
  public let rowStride: Int
  /// The number of rows.
  public let rows: Int
  /// The number of elements of a row, at least 1.
  public let classes: Int

  /// Rows in someone else's memory.
  @inlinable @inline(__always)
  public init(
    start: UnsafeMutablePointer<Scalar>, rowStride: Int, rows: Int, classes: Int
  ) {
    self.start = start
    self.rowStride = rowStride
    self.rows = rows
    self.classes = classes
  }

  /// Whether rows of this length are swept side by side, one in each lane.
  @inlinable @inline(__always)
  public var isVeryShort: Bool { RowTile<Scalar>.isVeryShort(classes) }

  /// The start of a row.
  @inlinable @inline(__always)
  public subscript(row: Int) -> UnsafeMutablePointer<Scalar> {
    start + row * rowStride
  }

  /// One of the rows, as a tile.
  @inlinable @inline(__always)
  public func row(_ row: Int) -> MutableRowTile {
    MutableRowTile(
      start: self[row], rowStride: rowStride, rows: 1, classes: classes)
  }

  /// Sets all elements of a row.
  @inlinable @inline(__always)
  public func fillRow(_ row: Int, with value: Scalar) {
    self[row].update(repeating: value, count: classes)
  }
}
