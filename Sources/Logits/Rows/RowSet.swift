import VectorPasses

/// Some of the rows of a tile, a bit each.
struct RowSet {
  fileprivate var bits: UInt64 = 0

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

extension RowPasses where Scalar: LogitScalar {
  /// The rows whose elements are all −∞; none unless they are asked for.
  @inline(__always)
  func negativeInfinityRows(
    of tile: StoredTile<Scalar>, _ values: TileValues, if isWanted: Bool
  ) -> RowSet {
    var rows = RowSet()
    guard isWanted else { return rows }
    maxima(tile, values.scratch, values.maxima)
    for r in 0..<tile.rows
    where values.maxima[r] == -.infinity && !tile.hasNaN(r) {
      rows.bits |= 1 << UInt64(r)
    }
    return rows
  }
}
