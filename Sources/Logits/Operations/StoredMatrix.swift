import KernelTypes

/// A matrix in someone's memory, of scalars or of halves, with contiguous rows or
/// contiguous columns.
struct StoredMatrix<Scalar: LogitScalar> {
  let start: UnsafeMutableRawPointer
  let format: ElementFormat
  let rows: Int
  let columns: Int
  /// Elements from one row to the next.
  let rowStride: Int
  /// Elements from one column to the next.
  let columnStride: Int

  private init(
    _ start: UnsafeMutableRawPointer, _ format: ElementFormat, rows: Int,
    columns: Int, rowStride: Int, columnStride: Int
  ) {
    self.start = start
    self.format = format
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// Rows without gaps.
  init(
    _ start: UnsafeMutableRawPointer, _ format: ElementFormat, rows: Int,
    columns: Int
  ) {
    self.init(
      start, format, rows: rows, columns: columns, rowStride: columns,
      columnStride: 1)
  }

  init(_ matrix: Matrix<Scalar>) {
    self.init(
      UnsafeMutableRawPointer(matrix.start), .scalar, rows: matrix.rows,
      columns: matrix.columns, rowStride: matrix.rowStride,
      columnStride: matrix.columnStride)
  }

  var isHalf: Bool { format != .scalar }

  /// The same matrix, unless it is of halves.
  var scalars: Matrix<Scalar>? { isHalf ? nil : matrix() }

  /// Its bits, if it is of bfloat16.
  var bfloat16: Matrix<UInt16>? { format == .bfloat16 ? matrix() : nil }

  private func matrix<Element>() -> Matrix<Element> {
    Matrix(
      start: start.assumingMemoryBound(to: Element.self), rows: rows,
      columns: columns, rowStride: rowStride, columnStride: columnStride)
  }

  /// Rows for columns, in the same memory.
  var transposed: StoredMatrix {
    StoredMatrix(
      start, format, rows: columns, columns: rows, rowStride: columnStride,
      columnStride: rowStride)
  }

  /// Some of the rows and columns.
  subscript(rows: Range<Int>, columns: Range<Int>) -> StoredMatrix {
    let first = rows.lowerBound * rowStride + columns.lowerBound * columnStride
    return StoredMatrix(
      start + first * format.size(Scalar.self), format, rows: rows.count,
      columns: columns.count, rowStride: rowStride, columnStride: columnStride)
  }

  /// Some of the rows.
  func rows(_ rows: Range<Int>) -> StoredMatrix { self[rows, 0..<columns] }

  /// One of the rows.
  func row(_ row: Int) -> StoredMatrix { rows(row..<row + 1) }

  /// Sets all elements to 0; there are no gaps between the rows.
  func clear() {
    // Zero bytes are the number 0 in all formats.
    start.initializeMemory(
      as: UInt8.self, repeating: 0,
      count: rows * rowStride * format.size(Scalar.self))
  }

  /// As kernels take contiguous rows.
  var tile: Tile<Scalar> {
    Tile(
      start: start, format: format, rowStride: rowStride, rows: rows,
      classes: columns)
  }
}
