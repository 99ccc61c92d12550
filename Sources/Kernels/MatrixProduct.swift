import CShims
import KernelTypes

/// C = A B, or that plus something, blocked for the caches as in Goto and van de
/// Geijn (2008), with the names of BLIS.
///
/// kc rows and nc columns of B are packed so that they are read in order, then
/// mc rows of A at a time, which fit in L2. What is left are micro-tiles of C, mr
/// rows high and a vector wide, that are computed in registers. A matrix whose
/// packed copy would hardly be read again is read in place.
enum MatrixProduct<Scalar: VectorScalar> {
  typealias Vector = Scalar.Vector

  /// With two registers a row, as many rows as AVX2 has room for.
  @inline(__always)
  static var mr: Int { 6 }

  /// A micro-tile's part of A and of B fits in L1.
  @inline(__always)
  static var kc: Int { 256 }

  @inline(__always)
  static var mc: Int { 96 }

  @inline(__always)
  static var nc: Int { 1024 }

  /// The micro-tiles that a packed copy should serve.
  @inline(__always)
  static var fewTiles: Int { 4 }

  /// The scalars of workspace that a product needs.
  @inline(__always)
  static var workspaceCount: Int {
    kc * (mc + nc)
  }

  /// The product, by way of ``workspaceCount`` scalars of workspace.
  @inline(__always)
  static func multiply(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, plus addend: Addend<Scalar>,
    into c: Matrix<Scalar>, workspace: UnsafeMutablePointer<Scalar>
  ) {
    let packedA = workspace
    let packedB = workspace + kc * mc
    let packsA = c.columns > fewTiles * Scalar.laneCount
    let packsB = c.rows > fewTiles * mr || b.columnStride != 1
    forEachRange(of: c.columns, nc) { columns in
      forEachRange(of: a.columns, kc) { depth in
        let columnPanels = Panels<Scalar>(
          b[depth, columns], width: Scalar.laneCount, packs: packsB,
          to: packedB)
        forEachRange(of: c.rows, mc) { rows in
          let rowPanels = Panels<Scalar>(
            a[rows, depth].transposed, width: mr, packs: packsA,
            to: packedA)
          multiplyPanels(
            rowPanels, columnPanels, depth.count,
            plus: addend.ofTerms(depth, of: a.columns)[columns],
            into: c[rows, columns])
        }
      }
    }
  }

  @inline(__always)
  static func forEachRange(
    of count: Int, _ length: Int, _ body: (Range<Int>) -> Void
  ) {
    for start in stride(from: 0, to: count, by: length) {
      body(start..<Swift.min(start + length, count))
    }
  }

  /// Micro-tiles of C from panels of A and B.
  @inline(__always)
  static func multiplyPanels(
    _ a: Panels<Scalar>, _ b: Panels<Scalar>, _ depth: Int,
    plus addend: Addend<Scalar>, into c: Matrix<Scalar>
  ) {
    let lanes = Scalar.laneCount
    for j in stride(from: 0, to: c.columns, by: lanes) {
      // −0 changes no number that it is added to.
      var row = Vector(repeating: -0.0)
      if let start = addend.row {
        row = .load(
          start + j, count: Swift.min(lanes, c.columns - j), rest: 0)
      }
      for i in stride(from: 0, to: c.rows, by: mr) {
        store(
          microTile(a[i], b[j], depth),
          to: c[
            i..<Swift.min(i + mr, c.rows),
            j..<Swift.min(j + lanes, c.columns)],
          accumulates: addend.accumulates, plus: row)
      }
    }
  }

  typealias MicroTile = (
    Vector, Vector, Vector, Vector, Vector, Vector
  )

  /// Six rows of A times a vector of columns of B.
  @inline(__always)
  static func microTile(
    _ a: Panels<Scalar>.Panel, _ b: Panels<Scalar>.Panel, _ depth: Int
  ) -> MicroTile {
    let zero = Vector(repeating: 0)
    var c: MicroTile = (zero, zero, zero, zero, zero, zero)
    var b = b
    func add(
      _ a0: Scalar, _ a1: Scalar, _ a2: Scalar, _ a3: Scalar, _ a4: Scalar,
      _ a5: Scalar
    ) {
      let row = Vector.load(b.start)
      c.0 = multiplyAdd(Vector(repeating: a0), row, c.0)
      c.1 = multiplyAdd(Vector(repeating: a1), row, c.1)
      c.2 = multiplyAdd(Vector(repeating: a2), row, c.2)
      c.3 = multiplyAdd(Vector(repeating: a3), row, c.3)
      c.4 = multiplyAdd(Vector(repeating: a4), row, c.4)
      c.5 = multiplyAdd(Vector(repeating: a5), row, c.5)
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
      // Rows in place: their elements are side by side. From two of them the
      // others are at offsets that an instruction can encode.
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

  /// Stores a micro-tile and what is added to it, or as much of it as the matrix
  /// has room for.
  @inline(__always)
  static func store(
    _ tile: MicroTile, to c: Matrix<Scalar>, accumulates: Bool,
    plus addend: Vector
  ) {
    let lanes = Scalar.laneCount
    if c.rows == mr, c.columns == lanes {
      store(
        tile, to: c.start, stride: c.rowStride, accumulates: accumulates,
        plus: addend)
      return
    }
    // 384 bytes: on the stack.
    withUnsafeTemporaryAllocation(
      of: Scalar.self, capacity: mr * lanes
    ) {
      let whole = $0.baseAddress.unsafelyUnwrapped
      let bytes = c.columns * MemoryLayout<Scalar>.stride
      if accumulates {
        for i in 0..<c.rows {
          vector_copy_part(whole + i * lanes, c.row(i), bytes)
        }
      }
      store(
        tile, to: whole, stride: lanes, accumulates: accumulates,
        plus: addend)
      for i in 0..<c.rows {
        vector_copy_part(c.row(i), whole + i * lanes, bytes)
      }
    }
  }

  @inline(__always)
  static func store(
    _ tile: MicroTile, to start: UnsafeMutablePointer<Scalar>, stride: Int,
    accumulates: Bool, plus addend: Vector
  ) {
    func store(_ row: Vector, _ i: Int) {
      let place = start + i * stride
      let sum = accumulates ? Vector.load(place) + row : row
      (sum + addend).store(to: place)
    }
    store(tile.0, 0)
    store(tile.1, 1)
    store(tile.2, 2)
    store(tile.3, 3)
    store(tile.4, 4)
    store(tile.5, 5)
  }
}
