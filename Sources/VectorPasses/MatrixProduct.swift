import CVectors

/// C = A B, or something plus A B, in blocks that stay in cache (Goto and van de Geijn,
/// 2008).
///
/// A block of B is copied so that it is read in order, then blocks of A, each
/// small enough for the second cache; what is left is tiles of C, a vector wide
/// and six rows high, that are computed in registers. Where a copy would hardly
/// be read again, the matrix is read where it lies.
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

  /// Tiles that a copy should serve.
  @inlinable @inline(__always)
  static var fewTiles: Int { 4 }

  /// Scalars of memory that a product needs.
  @inlinable @inline(__always)
  public static var workspaceCount: Int {
    blockDepth * (blockRows + blockColumns)
  }

  /// The product, by way of ``workspaceCount`` scalars of workspace.
  @inlinable @inline(__always)
  public static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, plus addend: Addend<Scalar>,
    into c: MutableMatrix<Scalar>, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let packedA = workspace
    let packedB = workspace + blockDepth * blockRows
    let copiesA = c.columns > fewTiles * Scalar.laneCount
    let copiesB = c.rows > fewTiles * tileRows || b.columnStride != 1
    forEachBlock(of: c.columns, blockColumns) { columns in
      forEachBlock(of: a.columns, blockDepth) { depth in
        let columnPanels = Panels<Scalar, A>(
          b[depth, columns], width: Scalar.laneCount, copies: copiesB,
          to: packedB)
        forEachBlock(of: c.rows, blockRows) { rows in
          let rowPanels = Panels<Scalar, A>(
            a[rows, depth].transposed, width: tileRows, copies: copiesA,
            to: packedA)
          multiplyBlock(
            rowPanels, columnPanels, depth.count,
            plus: depth.lowerBound > 0 ? .matrixItself : addend[columns],
            into: c[rows, columns])
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

  /// Tiles of C from panels of rows and columns.
  @inlinable @inline(__always)
  static func multiplyBlock(
    _ a: Panels<Scalar, A>, _ b: Panels<Scalar, A>, _ depth: Int,
    plus addend: Addend<Scalar>, into c: MutableMatrix<Scalar>
  ) {
    let lanes = Scalar.laneCount
    for j in stride(from: 0, to: c.columns, by: lanes) {
      var first = Vector(repeating: 0)
      var accumulates = false
      switch addend {
      case .nothing: break
      case .matrixItself: accumulates = true
      case .row(let row):
        first = load(row + j, Swift.min(lanes, c.columns - j))
      }
      for i in stride(from: 0, to: c.rows, by: tileRows) {
        store(
          tile(a[i], b[j], depth, from: first),
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

  /// A row for all, and to it six rows of A times a vector of columns of B.
  @inlinable @inline(__always)
  static func tile(
    _ a: Panels<Scalar, A>.Panel, _ b: Panels<Scalar, A>.Panel, _ depth: Int,
    from first: Vector
  ) -> Tile {
    var c: Tile = (first, first, first, first, first, first)
    var b = b
    func add(
      _ a0: Scalar, _ a1: Scalar, _ a2: Scalar, _ a3: Scalar, _ a4: Scalar,
      _ a5: Scalar
    ) {
      let row = Vector.load(b.start)
      c.0 = A.multiplyAdd(Vector(repeating: a0), row, c.0)
      c.1 = A.multiplyAdd(Vector(repeating: a1), row, c.1)
      c.2 = A.multiplyAdd(Vector(repeating: a2), row, c.2)
      c.3 = A.multiplyAdd(Vector(repeating: a3), row, c.3)
      c.4 = A.multiplyAdd(Vector(repeating: a4), row, c.4)
      c.5 = A.multiplyAdd(Vector(repeating: a5), row, c.5)
      b.start += b.depthStride
    }
    if a.stride == 1 {
      var a = a
      for _ in 0..<depth {
        let p = a.start
        add(p[0], p[1], p[2], p[3], p[4], p[5])
        a.start += a.depthStride
      }
    } else {
      // Rows as they lie: their elements are side by side. From two of them
      // the others are at offsets that an instruction can have.
      let stride = a.stride
      var p = a.start
      var q = p + 3 * stride
      for _ in 0..<depth {
        add(p[0], p[stride], p[2 * stride], q[0], q[stride], q[2 * stride])
        p += 1
        q += 1
      }
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
      let bytes = c.columns * MemoryLayout<Scalar>.stride
      if accumulates {
        for i in 0..<c.rows {
          vector_copy_part(whole + i * lanes, c.row(i), bytes)
        }
      }
      store(tile, to: whole, stride: lanes, accumulates: accumulates)
      for i in 0..<c.rows {
        vector_copy_part(c.row(i), whole + i * lanes, bytes)
      }
    }
  }

  /// The first elements of a vector, and zeros.
  @inlinable @inline(__always)
  static func load(_ start: UnsafePointer<Scalar>, _ count: Int) -> Vector {
    var vector = Vector(repeating: 0)
    withUnsafeMutableBytes(of: &vector) {
      vector_copy_part(
        $0.baseAddress.unsafelyUnwrapped, start,
        count * MemoryLayout<Scalar>.stride)
    }
    return vector
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
