/// C = A B or C += A B, in blocks that stay in cache (Goto and van de Geijn,
/// 2008).
///
/// A block of B is copied so that it is read in order, then blocks of A, each
/// small enough for the second cache; what is left is tiles of C, a vector wide
/// and six rows high, that are computed in registers.
public enum MatrixProduct<Scalar: VectorScalar, A: Arithmetic> {
  @usableFromInline typealias Vector = Scalar.Vector

  /// Rows of a tile: with two registers for each, as many as AVX2 has room for.
  @inlinable @inline(__always)
  static var tileRows: Int { 6 }

  /// Columns of A that are taken at once: a tile's part of both matrices fits in
  /// the first cache.
  @inlinable @inline(__always)
  static var blockDepth: Int { 256 }

  /// Rows of A that are copied at once.
  @inlinable @inline(__always)
  static var blockRows: Int { 96 }

  /// Columns of B that are copied at once.
  @inlinable @inline(__always)
  static var blockColumns: Int { 1024 }

  /// Scalars of memory that a product needs.
  @inlinable @inline(__always)
  public static var workspaceCount: Int {
    blockDepth * (blockRows + blockColumns)
  }

  /// The product, by way of ``workspaceCount`` scalars of workspace.
  @inlinable @inline(__always)
  public static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, into c: MutableMatrix<Scalar>,
    accumulates: Bool, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let packedA = workspace
    let packedB = workspace + blockDepth * blockRows
    forEachBlock(of: c.columns, blockColumns) { columns in
      forEachBlock(of: a.columns, blockDepth) { depth in
        pack(columnsOf: b[depth, columns], to: packedB)
        forEachBlock(of: c.rows, blockRows) { rows in
          pack(rowsOf: a[rows, depth], to: packedA)
          multiplyBlock(
            packedA, packedB, depth.count, into: c[rows, columns],
            accumulates: accumulates || depth.lowerBound > 0)
        }
      }
    }
  }

  @inlinable @inline(__always)
  static func forEachBlock(
    of count: Int, _ length: Int, _ body: (Range<Int>) -> Void
  ) {
    for start in stride(from: 0, to: count, by: length) {
      body(start..<Swift.min(start + length, count))
    }
  }

  /// Tiles of C from packed rows and columns.
  @inlinable @inline(__always)
  static func multiplyBlock(
    _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ depth: Int,
    into c: MutableMatrix<Scalar>, accumulates: Bool
  ) {
    let lanes = Scalar.laneCount
    for j in stride(from: 0, to: c.columns, by: lanes) {
      for i in stride(from: 0, to: c.rows, by: tileRows) {
        let tile = tile(a + i * depth, b + j * depth, depth)
        store(
          tile,
          to: c[
            i..<Swift.min(i + tileRows, c.rows),
            j..<Swift.min(j + lanes, c.columns)],
          accumulates: accumulates)
      }
    }
  }

  @usableFromInline typealias Tile = (
    Vector, Vector, Vector, Vector, Vector, Vector
  )

  /// Six rows of A times a vector of columns of B.
  @inlinable @inline(__always)
  static func tile(
    _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ depth: Int
  ) -> Tile {
    let zero = Vector(repeating: 0)
    var c: Tile = (zero, zero, zero, zero, zero, zero)
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let row = Vector.load(b)
      c.0 = A.multiplyAdd(Vector(repeating: a[0]), row, c.0)
      c.1 = A.multiplyAdd(Vector(repeating: a[1]), row, c.1)
      c.2 = A.multiplyAdd(Vector(repeating: a[2]), row, c.2)
      c.3 = A.multiplyAdd(Vector(repeating: a[3]), row, c.3)
      c.4 = A.multiplyAdd(Vector(repeating: a[4]), row, c.4)
      c.5 = A.multiplyAdd(Vector(repeating: a[5]), row, c.5)
      a += tileRows
      b += Scalar.laneCount
    }
    return c
  }

  /// Stores a tile, or as much of it as the matrix has room for.
  @inlinable @inline(__always)
  static func store(
    _ tile: Tile, to c: MutableMatrix<Scalar>, accumulates: Bool
  ) {
    let lanes = Scalar.laneCount
    if c.rows == tileRows, c.columns == lanes {
      store(tile, to: c.start, stride: c.rowStride, accumulates: accumulates)
      return
    }
    // 384 bytes: on the stack.
    withUnsafeTemporaryAllocation(
      of: Scalar.self, capacity: tileRows * lanes
    ) {
      let whole = $0.baseAddress.unsafelyUnwrapped
      store(tile, to: whole, stride: lanes, accumulates: false)
      for i in 0..<c.rows {
        let row = c.start + i * c.rowStride
        for j in 0..<c.columns {
          let product = whole[i * lanes + j]
          row[j] = accumulates ? row[j] + product : product
        }
      }
    }
  }

  @inlinable @inline(__always)
  static func store(
    _ tile: Tile, to start: UnsafeMutablePointer<Scalar>, stride: Int,
    accumulates: Bool
  ) {
    func store(_ row: Vector, _ i: Int) {
      let place = start + i * stride
      (accumulates ? Vector.load(place) + row : row).store(to: place)
    }
    store(tile.0, 0)
    store(tile.1, 1)
    store(tile.2, 2)
    store(tile.3, 3)
    store(tile.4, 4)
    store(tile.5, 5)
  }
}

// Packed, six rows (or a vector of columns) lie side by side at every depth;
// zeros stand for those that there are not.
extension MatrixProduct {
  @inlinable @inline(__always)
  static func pack(
    rowsOf a: Matrix<Scalar>, to packed: UnsafeMutablePointer<Scalar>
  ) {
    pack(a.transposed, groupsOf: tileRows, to: packed)
  }

  @inlinable @inline(__always)
  static func pack(
    columnsOf b: Matrix<Scalar>, to packed: UnsafeMutablePointer<Scalar>
  ) {
    pack(b, groupsOf: Scalar.laneCount, to: packed)
  }

  /// Groups of columns, one after the other, each group row by row.
  @inlinable @inline(__always)
  static func pack(
    _ b: Matrix<Scalar>, groupsOf width: Int,
    to packed: UnsafeMutablePointer<Scalar>
  ) {
    for j in stride(from: 0, to: b.columns, by: width) {
      let group = packed + j * b.rows
      let count = Swift.min(width, b.columns - j)
      let from = b.start + j * b.columnStride
      if count < width {
        group.update(repeating: 0, count: width * b.rows)
      }
      if b.columnStride == 1 {
        for k in 0..<b.rows {
          let row = from + k * b.rowStride
          for i in 0..<count { group[k * width + i] = row[i] }
        }
      } else {
        Columns<Scalar, A>.transpose(
          from, stride: b.columnStride, rows: count, classes: b.rows,
          to: group, stride: width)
      }
    }
  }
}
