import VectorPasses

extension CrossEntropyRows {
  /// The logits of the targets.
  @inline(__always)
  func readTargetLogits(_ tile: StoredTile<Scalar>, _ values: TileValues) {
    for r in 0..<tile.rows {
      values.targetLogits[r] = tile[r, values.targetClasses[r]]
    }
  }

  /// The rows of −∞ alone, if these are to be zeros.
  @inline(__always)
  func negativeInfinityRows(
    _ tile: StoredTile<Scalar>, _ values: TileValues
  ) -> RowSet {
    passes.pointee.negativeInfinityRows(
      of: tile, values, if: formula.zeroesNegativeInfinityRows)
  }

  @inline(__always)
  func clear(
    _ rows: RowSet, _ samples: Range<Int>, _ values: TileValues
  ) {
    rows.forEach { r in
      values.losses[r] = 0
      gradient?.tile(samples).fillRow(r, with: 0)
    }
  }
}
