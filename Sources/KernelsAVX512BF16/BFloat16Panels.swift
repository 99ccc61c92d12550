import CShims
import KernelTypes

/// The columns of a matrix in groups, as bfloat16, as micro-tiles of a product
/// read them.
///
/// Two rows become one row of pairs. A group has its columns side by side in each
/// of them, one row of pairs after the other, and zeros for what is beyond the
/// matrix.
struct BFloat16Panels {
  private let start: UnsafeMutablePointer<UInt32>
  private let width: Int
  private let pairs: Int

  /// Groups of `width` columns, 8 or a multiple of 16, in memory for a multiple
  /// of 16 columns.
  @inline(__always)
  init<Element: BFloat16Element>(
    _ matrix: Matrix<Element>, width: Int,
    to start: UnsafeMutablePointer<UInt32>
  ) {
    self.start = start
    self.width = width
    pairs = (matrix.rows + 1) / 2
    let columns = (matrix.columns + width - 1) / width * width
    for j in stride(from: 0, to: columns, by: 16) {
      if matrix.columnStride == 1 {
        packRows(matrix, j)
      } else {
        packColumns(matrix, j)
      }
    }
  }

  /// The group that begins with a column.
  @inline(__always)
  subscript(column: Int) -> UnsafePointer<UInt32> {
    UnsafePointer(start + column * pairs)
  }

  /// 16 columns from `j` on, of contiguous rows.
  @inline(__always)
  private func packRows<Element: BFloat16Element>(
    _ matrix: Matrix<Element>, _ j: Int
  ) {
    let count = max(0, min(16, matrix.columns - j))
    for p in 0..<pairs {
      let first = matrix.row(2 * p) + j
      let isPair = 2 * p + 1 < matrix.rows
      store(
        Element.lanes(
          first, count, first + matrix.rowStride, isPair ? count : 0), p, j)
    }
  }

  /// 16 columns from `j` on, which are contiguous.
  @inline(__always)
  private func packColumns<Element: BFloat16Element>(
    _ matrix: Matrix<Element>, _ j: Int
  ) {
    let columns = matrix.start + j * matrix.columnStride
    let count = matrix.columns - j
    // 1 KiB: on the stack.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16 * 16) {
      let square = $0.baseAddress.unsafelyUnwrapped
      for p in stride(from: 0, to: pairs, by: 16) {
        for i in 0..<16 {
          let column = columns + i * matrix.columnStride + 2 * p
          // The next columns, which may be far from these.
          vector_prefetch(column + 16 * matrix.columnStride)
          bfloat16_store(
            i < count
              ? Element.neighbors(column, matrix.rows - 2 * p)
              : bfloat16_repeating(0), square + 16 * i)
        }
        bfloat16_transpose(square)
        for i in 0..<min(16, pairs - p) {
          store(bfloat16_load(square + 16 * i), p + i, j)
        }
      }
    }
  }

  /// A row of pairs of the 16 columns from `j` on.
  @inline(__always)
  private func store(_ lanes: bfloat16_pairs, _ p: Int, _ j: Int) {
    if width == 8 {
      let group = start + j * pairs + p * width
      bfloat16_store_halves(lanes, group, group + width * pairs)
    } else {
      let column = j % width
      bfloat16_store(lanes, start + (j - column) * pairs + p * width + column)
    }
  }
}
