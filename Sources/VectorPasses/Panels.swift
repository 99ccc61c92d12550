import CVectors

/// The columns of a matrix in groups, as tiles of a product read them.
///
/// Copied, the columns of a group lie side by side in every row, one row after
/// the other, and zeros stand for columns that there are not.
@usableFromInline
struct Panels<Scalar: VectorScalar, A: Arithmetic> {
  /// A group: its elements in the first row, from one to the next, and from row
  /// to row.
  @usableFromInline
  struct Panel {
    @usableFromInline var start: UnsafePointer<Scalar>
    @usableFromInline let stride: Int
    @usableFromInline let depthStride: Int

    @inlinable @inline(__always)
    init(start: UnsafePointer<Scalar>, stride: Int, depthStride: Int) {
      self.start = start
      self.stride = stride
      self.depthStride = depthStride
    }
  }

  @usableFromInline let matrix: Matrix<Scalar>
  @usableFromInline let width: Int
  /// Columns that are read where they lie; the others were copied.
  @usableFromInline let uncopied: Int
  @usableFromInline let copy: UnsafePointer<Scalar>

  /// Groups of `width` columns; without a copy, of those that are whole.
  @inlinable @inline(__always)
  init(
    _ matrix: Matrix<Scalar>, width: Int, copies: Bool,
    to memory: UnsafeMutablePointer<Scalar>
  ) {
    self.matrix = matrix
    self.width = width
    uncopied = copies ? 0 : matrix.columns / width * width
    copy = UnsafePointer(memory)
    Self.copy(
      matrix[0..<matrix.rows, uncopied..<matrix.columns], groupsOf: width,
      to: memory)
  }

  /// The group that begins with a column.
  @inlinable @inline(__always)
  subscript(column: Int) -> Panel {
    column < uncopied
      ? Panel(
        start: matrix.start + column * matrix.columnStride,
        stride: matrix.columnStride, depthStride: matrix.rowStride)
      : Panel(
        start: copy + (column - uncopied) * matrix.rows, stride: 1,
        depthStride: width)
  }

  @inlinable @inline(__always)
  static func copy(
    _ matrix: Matrix<Scalar>, groupsOf width: Int,
    to memory: UnsafeMutablePointer<Scalar>
  ) {
    for j in Swift.stride(from: 0, to: matrix.columns, by: width) {
      let group = memory + j * matrix.rows
      let count = Swift.min(width, matrix.columns - j)
      let from = matrix.start + j * matrix.columnStride
      if count < width {
        group.update(repeating: 0, count: width * matrix.rows)
      }
      if matrix.columnStride == 1 {
        // For a whole group the number of bytes is a constant.
        let bytes = MemoryLayout<Scalar>.stride
        for k in 0..<matrix.rows {
          let row = from + k * matrix.rowStride
          if count == width {
            vector_copy_part(group + k * width, row, width * bytes)
          } else {
            vector_copy_part(group + k * width, row, count * bytes)
          }
        }
      } else {
        Columns<Scalar, A>.transpose(
          from, stride: matrix.columnStride, rows: count,
          classes: matrix.rows, to: group, stride: width)
      }
    }
  }
}
