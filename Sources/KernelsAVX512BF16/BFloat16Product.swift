import CShims
import KernelTypes

/// C = A B, or that plus something, with the elements of A and B rounded to
/// bfloat16 and sums in Float, by an instruction that adds two products to each
/// lane.
///
/// It is blocked as the product of Floats is: nc columns of B are packed, then mc
/// rows of A at a time. Micro-tiles of C are mr rows high and two vectors wide:
/// sixteen sums that do not wait for one another.
package enum BFloat16Product {
  private static var mr: Int { 8 }
  private static var nr: Int { 32 }

  /// A micro-tile's part of A fits in L1; that of B comes from L2.
  ///
  /// With fewer terms C is read and written more often, which costs more.
  private static var kc: Int { 512 }
  private static var mc: Int { 192 }
  private static var nc: Int { 1024 }

  /// The Floats of workspace that a product needs, for rows of pairs.
  package static var workspaceCount: Int { kc / 2 * (mc + nc) }

  /// The product, by way of ``workspaceCount`` Floats of workspace.
  package static func multiply(
    _ a: Matrix<Float>, _ b: Matrix<Float>, _ addend: Addend<Float>,
    _ c: Matrix<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    multiplyPacked(a, b, addend, c, workspace)
  }

  /// The same with the bits of bfloat16 in B.
  package static func multiply(
    _ a: Matrix<Float>, _ b: Matrix<UInt16>, _ addend: Addend<Float>,
    _ c: Matrix<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    multiplyPacked(a, b, addend, c, workspace)
  }

  private static func multiplyPacked<Element: BFloat16Element>(
    _ a: Matrix<Float>, _ b: Matrix<Element>, _ addend: Addend<Float>,
    _ c: Matrix<Float>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    let packedA = UnsafeMutableRawPointer(workspace)
      .assumingMemoryBound(to: UInt32.self)
    let packedB = packedA + kc / 2 * mc
    forEachRange(of: c.columns, nc) { columns in
      forEachRange(of: a.columns, kc) { depth in
        let columnPanels = BFloat16Panels(
          b[depth, columns], width: nr, to: packedB)
        forEachRange(of: c.rows, mc) { rows in
          let rowPanels = BFloat16Panels(
            a[rows, depth].transposed, width: mr, to: packedA)
          multiplyPanels(
            rowPanels, columnPanels, (depth.count + 1) / 2,
            plus: addend.ofTerms(depth, of: a.columns)[columns],
            into: c[rows, columns])
        }
      }
    }
  }

  @inline(__always)
  private static func forEachRange(
    of count: Int, _ length: Int, _ body: (Range<Int>) -> Void
  ) {
    for start in stride(from: 0, to: count, by: length) {
      body(start..<min(start + length, count))
    }
  }

  /// Micro-tiles of C from panels of A and B.
  @inline(__always)
  private static func multiplyPanels(
    _ a: BFloat16Panels, _ b: BFloat16Panels, _ pairs: Int,
    plus addend: Addend<Float>, into c: Matrix<Float>
  ) {
    for j in stride(from: 0, to: c.columns, by: nr) {
      let columns = j..<min(j + nr, c.columns)
      for i in stride(from: 0, to: c.rows, by: mr) {
        let tile = c[i..<min(i + mr, c.rows), columns]
        // Its rows are far apart: they come while the sums are computed.
        for row in 0..<tile.rows {
          vector_prefetch(tile.row(row))
          vector_prefetch(tile.row(row) + columns.count - 1)
        }
        store(
          microTile(a[i], b[j], pairs), to: tile, plus: addend[columns])
      }
    }
  }

  private typealias Row = (float_vector, float_vector)
  private typealias MicroTile = (Row, Row, Row, Row, Row, Row, Row, Row)

  /// Eight rows of A times two vectors of columns of B.
  @inline(__always)
  private static func microTile(
    _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>, _ pairs: Int
  ) -> MicroTile {
    let zero = (float_repeating(0), float_repeating(0))
    var c: MicroTile = (
      zero, zero, zero, zero, zero, zero, zero, zero
    )
    var (a, b) = (a, b)
    for _ in 0..<pairs {
      let columns = (bfloat16_load(b), bfloat16_load(b + 16))
      func add(_ row: Int, to sums: inout Row) {
        let a = bfloat16_repeating(a[row])
        sums.0 = bfloat16_dot(sums.0, a, columns.0)
        sums.1 = bfloat16_dot(sums.1, a, columns.1)
      }
      add(0, to: &c.0)
      add(1, to: &c.1)
      add(2, to: &c.2)
      add(3, to: &c.3)
      add(4, to: &c.4)
      add(5, to: &c.5)
      add(6, to: &c.6)
      add(7, to: &c.7)
      a += mr
      b += nr
    }
    return c
  }

  /// Stores a micro-tile and what is added to it, or as much of it as the matrix
  /// has room for.
  @inline(__always)
  private static func store(
    _ tile: MicroTile, to c: Matrix<Float>, plus addend: Addend<Float>
  ) {
    store(tile.0, 0, c, addend)
    store(tile.1, 1, c, addend)
    store(tile.2, 2, c, addend)
    store(tile.3, 3, c, addend)
    store(tile.4, 4, c, addend)
    store(tile.5, 5, c, addend)
    store(tile.6, 6, c, addend)
    store(tile.7, 7, c, addend)
  }

  @inline(__always)
  private static func store(
    _ sums: Row, _ row: Int, _ c: Matrix<Float>, _ addend: Addend<Float>
  ) {
    guard row < c.rows else { return }
    store(sums.0, c.row(row), 0, c.columns, addend)
    if c.columns > 16 { store(sums.1, c.row(row), 16, c.columns, addend) }
  }

  /// One vector of a row, of which so many columns are in the matrix.
  @inline(__always)
  private static func store(
    _ sums: float_vector, _ row: UnsafeMutablePointer<Float>, _ column: Int,
    _ columns: Int, _ addend: Addend<Float>
  ) {
    let place = row + column
    let count = min(16, columns - column)
    var sums = sums
    if addend.accumulates { sums = float_add(load(place, count), sums) }
    if let bias = addend.row {
      sums = float_add(sums, load(bias + column, count))
    }
    if count == 16 { return float_store(sums, place) }
    vector_copy_part(place, &sums, count * MemoryLayout<Float>.stride)
  }
}
