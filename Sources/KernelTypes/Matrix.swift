// Public so that it is inlined into kernels; no product vends it.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// A matrix in someone else's memory, with contiguous rows or contiguous columns.
///
/// Kernels write to the one that they call c, which has contiguous rows.
public struct Matrix<Scalar> {
  /// The element of row 0 and column 0.
  public let start: UnsafeMutablePointer<Scalar>
  public let rows: Int
  public let columns: Int
  /// Elements from one row to the next.
  public let rowStride: Int
  /// Elements from one column to the next.
  public let columnStride: Int

  @inlinable @inline(__always)
  public init(
    start: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
    rowStride: Int,
    columnStride: Int
  ) {
    self.start = start
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// A matrix whose rows are `rowStride` elements apart.
  @inlinable @inline(__always)
  public init(
    _ start: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
    rowStride: Int
  ) {
    self.init(
      start: start, rows: rows, columns: columns, rowStride: rowStride,
      columnStride: 1)
  }

  /// The start of a row.
  @inlinable @inline(__always)
  public func row(_ index: Int) -> UnsafeMutablePointer<Scalar> {
    start + index * rowStride
  }

  /// Some of the rows.
  @inlinable @inline(__always)
  public func rows(_ rows: Range<Int>) -> Matrix { self[rows, 0..<columns] }

  /// All elements, if there are no gaps between the rows.
  @inlinable @inline(__always)
  public var elements: UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(start: start, count: rows * rowStride)
  }

  /// Rows for columns, in the same memory.
  @inlinable @inline(__always)
  public var transposed: Matrix {
    Matrix(
      start: start, rows: columns, columns: rows, rowStride: columnStride,
      columnStride: rowStride)
  }

  /// Some of the rows and columns.
  @inlinable @inline(__always)
  public subscript(rows: Range<Int>, columns: Range<Int>) -> Matrix {
    Matrix(
      start: start + rows.lowerBound * rowStride
        + columns.lowerBound * columnStride,
      rows: rows.count, columns: columns.count, rowStride: rowStride,
      columnStride: columnStride)
  }
}

/// What a product is added to.
public enum Addend<Scalar> {
  /// Nothing: the product takes the place of what was there.
  case nothing
  /// The matrix that is written.
  case matrixItself
  /// Each row of the product: this one.
  case row(UnsafePointer<Scalar>)

  /// That of some of the columns.
  @inlinable @inline(__always)
  public subscript(columns: Range<Int>) -> Addend {
    guard case .row(let row) = self else { return self }
    return .row(row + columns.lowerBound)
  }
}
