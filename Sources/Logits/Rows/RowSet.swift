import VectorPasses

/// Some of the rows of a tile, a bit each.
struct RowSet {
  private var bits: UInt32 = 0

  /// The rows whose elements are all −∞, given the maxima of all rows; none
  /// unless they are asked for.
  @inline(__always)
  init<Scalar: LogitScalar>(
    negativeInfinityIn tile: RowTile<Scalar>, maxima: UnsafePointer<Double>,
    if isWanted: Bool
  ) {
    guard isWanted else { return }
    for r in 0..<tile.rows where maxima[r] == -.infinity && !tile.hasNaN(r) {
      bits |= 1 << UInt32(r)
    }
  }

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

extension RowTile where Scalar: LogitScalar {
  /// Whether a row has a NaN, which its maximum passes over.
  func hasNaN(_ row: Int) -> Bool {
    (0..<classes).contains { self[row][$0].isNaN }
  }
}
