import CShims
import KernelTypes

/// The columns of a matrix in groups, as micro-tiles of a product read them.
///
/// A packed group has its columns side by side in every row, one row after the
/// other, and zeros for columns beyond the matrix.
struct Panels<Scalar: VectorScalar> {
  /// A group: its elements in the first row, from one to the next, and from row
  /// to row.
  struct Panel {
    var start: UnsafePointer<Scalar>
    let stride: Int
    let depthStride: Int
  }

  let matrix: Matrix<Scalar>
  let width: Int
  /// Columns that are read in place; the others were packed.
  let inPlace: Int
  let packed: UnsafePointer<Scalar>

  /// Groups of `width` columns; whole ones are packed only if `packs`.
  @inline(__always)
  init(
    _ matrix: Matrix<Scalar>, width: Int, packs: Bool,
    to memory: UnsafeMutablePointer<Scalar>
  ) {
    self.matrix = matrix
    self.width = width
    inPlace = packs ? 0 : matrix.columns / width * width
    packed = UnsafePointer(memory)
    Self.pack(
      matrix[0..<matrix.rows, inPlace..<matrix.columns], groupsOf: width,
      to: memory)
  }

  /// The group that begins with a column.
  @inline(__always)
  subscript(column: Int) -> Panel {
    column < inPlace
      ? Panel(
        start: matrix.start + column * matrix.columnStride,
        stride: matrix.columnStride, depthStride: matrix.rowStride)
      : Panel(
        start: packed + (column - inPlace) * matrix.rows, stride: 1,
        depthStride: width)
  }

  @inline(__always)
  static func pack(
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
        TransposedTile<Scalar>.transpose(
          from, stride: matrix.columnStride, rows: count,
          classes: matrix.rows, to: group, stride: width)
      }
    }
  }
}
