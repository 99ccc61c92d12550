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

/// What is added to a product.
public struct Addend<Scalar> {
  /// Whether the matrix that is written is, instead of being replaced.
  public let accumulates: Bool
  /// A row that is added to each row of the sum, which rounds once.
  ///
  /// A product that began with it would round as coarsely as a large row does,
  /// once for each term.
  public let row: UnsafePointer<Scalar>?

  @inlinable @inline(__always)
  public init(accumulates: Bool = false, row: UnsafePointer<Scalar>? = nil) {
    self.accumulates = accumulates
    self.row = row
  }

  /// That of some of the columns.
  @inlinable @inline(__always)
  public subscript(columns: Range<Int>) -> Addend {
    guard let row else { return self }
    return Addend(accumulates: accumulates, row: row + columns.lowerBound)
  }

  /// That of some of `count` terms, when those before them have been added.
  @inlinable @inline(__always)
  public func ofTerms(_ terms: Range<Int>, of count: Int) -> Addend {
    Addend(
      accumulates: accumulates || terms.lowerBound > 0,
      row: terms.upperBound == count ? row : nil)
  }
}
