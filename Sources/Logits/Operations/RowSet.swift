import KernelTypes

/// Some of the rows of a tile, a bit each.
struct RowSet {
  private var bits: UInt128 = 0

  /// The rows whose elements are all −∞; none unless they are asked for.
  @inline(__always)
  init<Scalar: LogitScalar>(
    negativeInfinityRowsOf tile: Tile<Scalar>, _ workspace: TileWorkspace,
    _ kernels: any KernelTable<Scalar>.Type, if isWanted: Bool
  ) {
    guard isWanted else { return }
    kernels.maxima(tile, workspace.scratch, workspace.maxima)
    for r in 0..<tile.rows
    where workspace.maxima[r] == -.infinity && !tile.hasNaN(r) {
      bits |= 1 << UInt128(r)
    }
  }

  /// No rows.
  init() {}

  /// The rows of which something is true.
  @inline(__always)
  init(of count: Int, where isMember: (Int) -> Bool) {
    for r in 0..<count where isMember(r) { bits |= 1 << UInt128(r) }
  }

  func contains(_ row: Int) -> Bool { bits & 1 << UInt128(row) != 0 }

  mutating func insert(_ row: Int) { bits |= 1 << UInt128(row) }

  /// Calls `body` with each of the rows.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    var rest = bits
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }
}
