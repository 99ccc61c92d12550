import CShims
import KernelTypes

/// The columns of a matrix in groups, rounded to bfloat16, as micro-tiles of a
/// product read them.
///
/// Two rows become one row of pairs. A group has its columns side by side in each
/// of them, one row of pairs after the other, and zeros for what is beyond the
/// matrix.
struct BFloat16Panels {
  private let start: UnsafeMutablePointer<UInt32>
  private let width: Int
  private let pairs: Int

  /// The rows that memory on the stack has room for.
  static var maximumRows: Int { 256 }

  /// Groups of `width` columns, at most 32, of at most ``maximumRows`` rows.
  @inline(__always)
  init(
    _ matrix: Matrix<Float>, width: Int, to start: UnsafeMutablePointer<UInt32>
  ) {
    self.start = start
    self.width = width
    pairs = (matrix.rows + 1) / 2
    if matrix.columnStride == 1 {
      packRows(matrix)
    } else {
      packColumns(matrix)
    }
  }

  /// The group that begins with a column.
  @inline(__always)
  subscript(column: Int) -> UnsafePointer<UInt32> {
    UnsafePointer(start + column * pairs)
  }

  /// For contiguous rows.
  @inline(__always)
  private func packRows(_ matrix: Matrix<Float>) {
    for p in 0..<pairs {
      let first = matrix.row(2 * p)
      let isPair = 2 * p + 1 < matrix.rows
      for j in stride(from: 0, to: matrix.columns, by: width) {
        let group = start + j * pairs + p * width
        for i in stride(from: 0, to: width, by: 16) {
          let count = min(min(16, width - i), max(0, matrix.columns - j - i))
          let elements = first + j + i
          let second =
            isPair
            ? load(elements + matrix.rowStride, count) : float_repeating(0)
          store(
            bfloat16_of_lanes(load(elements, count), second),
            to: group + i, min(16, width - i))
        }
      }
    }
  }

  /// For contiguous columns.
  @inline(__always)
  private func packColumns(_ matrix: Matrix<Float>) {
    // 512 bytes: on the stack.
    withUnsafeTemporaryAllocation(
      of: UInt32.self, capacity: Self.maximumRows / 2
    ) {
      let column = $0.baseAddress.unsafelyUnwrapped
      for j in stride(from: 0, to: matrix.columns, by: width) {
        let group = start + j * pairs
        for i in 0..<width {
          if j + i < matrix.columns {
            narrow(
              matrix.start + (j + i) * matrix.columnStride, matrix.rows,
              to: column)
            for p in 0..<pairs { group[p * width + i] = column[p] }
          } else {
            for p in 0..<pairs { group[p * width + i] = 0 }
          }
        }
      }
    }
  }

  /// Pairs of neighbors, in whole vectors.
  @inline(__always)
  private func narrow(
    _ elements: UnsafePointer<Float>, _ count: Int,
    to pairs: UnsafeMutablePointer<UInt32>
  ) {
    for k in stride(from: 0, to: count, by: 32) {
      bfloat16_store(
        bfloat16_of_neighbors(
          load(elements + k, min(16, count - k)),
          load(elements + k + 16, max(0, min(16, count - k - 16)))),
        pairs + k / 2)
    }
  }

  @inline(__always)
  private func store(
    _ pairs: bfloat16_pairs, to place: UnsafeMutablePointer<UInt32>,
    _ count: Int
  ) {
    if count == 16 { return bfloat16_store(pairs, place) }
    var pairs = pairs
    vector_copy_part(place, &pairs, count * MemoryLayout<UInt32>.stride)
  }
}

/// A vector of so many elements, and zeros.
@inline(__always)
func load(_ elements: UnsafePointer<Float>, _ count: Int) -> float_vector {
  count == 16 ? float_load(elements) : float_load_part(elements, count, 0)
}
