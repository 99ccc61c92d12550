/// How the elements of rows are stored.
public enum StorageFormat: Sendable {
  /// As what they are computed with.
  case scalar
  /// As IEEE's binary16.
  case float16
  /// As the upper half of a Float.
  case bfloat16

  /// The bytes of an element.
  @inlinable @inline(__always)
  public func size<Scalar>(_: Scalar.Type) -> Int {
    self == .scalar ? MemoryLayout<Scalar>.stride : 2
  }
}

/// The rows of a tile as they are stored, perhaps in half precision.
///
/// Passes over them widen halves where they are needed, a short tile or a piece
/// of a row at a time: memory is read once, and half as much of it.
public struct StoredTile<Scalar> {
  /// The first element of the first row.
  public let start: UnsafeRawPointer
  /// What the elements are.
  public let format: StorageFormat
  /// Elements from the start of one row to the start of the next.
  public let rowStride: Int
  /// The number of rows.
  public let rows: Int
  /// The number of elements of a row, at least 1.
  public let classes: Int

  /// Rows in someone else's memory.
  @inlinable @inline(__always)
  public init(
    start: UnsafeRawPointer, format: StorageFormat, rowStride: Int, rows: Int,
    classes: Int
  ) {
    self.start = start
    self.format = format
    self.rowStride = rowStride
    self.rows = rows
    self.classes = classes
  }

  /// Rows of scalars.
  @inlinable @inline(__always)
  public init(_ rows: RowTile<Scalar>) {
    self.init(
      start: rows.start, format: .scalar, rowStride: rows.rowStride,
      rows: rows.rows, classes: rows.classes)
  }

  /// Whether rows of this length are swept side by side, one in each lane.
  @inlinable @inline(__always)
  public var isShort: Bool { RowTile<Scalar>.isShort(classes) }

  /// An element of a row.
  @inlinable @inline(__always)
  public func address(_ row: Int, _ index: Int) -> UnsafeRawPointer {
    start + (row * rowStride + index) * format.size(Scalar.self)
  }
}

extension RowTile {
  /// Rows that are known to be stored as scalars.
  @inlinable @inline(__always)
  public init(_ rows: StoredTile<Scalar>) {
    precondition(rows.format == .scalar)
    self.init(
      start: rows.start.assumingMemoryBound(to: Scalar.self),
      rowStride: rows.rowStride, rows: rows.rows, classes: rows.classes)
  }
}

extension StoredTile where Scalar: VectorScalar {
  /// The rows as scalars: where they lie, or widened in scratch memory.
  ///
  /// - Precondition: They are short.
  @inlinable @inline(__always)
  func scalars(_ scratch: Scratch) -> RowTile<Scalar> {
    guard format != .scalar else { return RowTile(self) }
    let widened = MutableRowTile<Scalar>(
      start: scratch.widened(), rowStride: classes, rows: rows,
      classes: classes)
    widen(to: widened)
    return RowTile(widened)
  }

  /// Stores the rows as scalars.
  @inlinable @inline(__always)
  public func widen(to output: MutableRowTile<Scalar>) {
    if rowStride == classes, output.rowStride == classes {
      return Scalar.widen(start, format, rows * classes, to: output.start)
    }
    for r in 0..<rows {
      Scalar.widen(address(r, 0), format, classes, to: output[r])
    }
  }

  /// Calls `body` with a row, a piece after the other, as scalars.
  ///
  /// `count` elements make a piece, but where halves are widened it is as many
  /// as there is room for.
  @inlinable @inline(__always)
  public func forEachPiece(
    ofRow row: Int, _ count: Int, _ scratch: Scratch,
    _ body: (_ start: Int, _ piece: UnsafePointer<Scalar>, _ count: Int) -> Void
  ) {
    let room: UnsafeMutablePointer<Scalar> = scratch.widened()
    let most =
      format == .scalar ? count : Swift.min(count, Scratch.widenedCount)
    var start = 0
    while start < classes {
      let count = Swift.min(most, classes - start)
      let elements = address(row, start)
      if format == .scalar {
        body(start, elements.assumingMemoryBound(to: Scalar.self), count)
      } else {
        Scalar.widen(elements, format, count, to: room)
        body(start, room, count)
      }
      start += count
    }
  }
}
