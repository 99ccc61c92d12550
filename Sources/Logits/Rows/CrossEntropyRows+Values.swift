import VectorPasses

// What is made of what passes say of the rows of a tile.
extension CrossEntropyRows {
  /// The logits of the targets.
  @inline(__always)
  func readTargetLogits(_ tile: StoredTile<Scalar>, _ values: TileValues) {
    for r in 0..<tile.rows {
      values.targetLogits[r] = tile[r, values.targetClasses[r]]
    }
  }

  /// The logarithms of the sums, and log Σ exp z where it is needed.
  @inline(__always)
  func takeLogarithms(_ count: Int, _ values: TileValues) {
    for r in 0..<count { values.logarithms[r] = values.sums[r] }
    passes.pointee.logarithms(values.logarithms, count)
    guard zLoss != 0 || evaluations != nil else { return }
    for r in 0..<count {
      values.logSumExps[r] = values.maxima[r]
      values.factors[r] = 0
    }
    // z(m) is z(m) − z(0).
    passes.pointee.transformValues(
      values.logSumExps, values.factors, values.slopes, count, transform)
    for r in 0..<count { values.logSumExps[r] += values.logarithms[r] }
  }

  /// What the softmax is made of from the exponentials, times its part in the
  /// gradient.
  @inline(__always)
  func setFactors(_ count: Int, _ values: TileValues) {
    for r in 0..<count { values.factors[r] = values.targetSums[r] }
    if zLoss != 0 {
      for r in 0..<count {
        values.factors[r] += 2 * zLoss * values.logSumExps[r]
      }
    }
    for r in 0..<count {
      values.factors[r] = values.weights[r] * values.factors[r] / values.sums[r]
    }
  }

  @inline(__always)
  func addZLosses(_ count: Int, _ values: TileValues) {
    guard zLoss != 0 else { return }
    for r in 0..<count {
      values.losses[r] += zLoss * values.logSumExps[r] * values.logSumExps[r]
    }
  }

  /// A coefficient of 0 makes 0 of an infinity; NaN stays.
  @inline(__always)
  func product(_ coefficient: Double, _ term: Double) -> Double {
    coefficient == 0 && term.isInfinite ? 0 : coefficient * term
  }
}

extension CrossEntropyRows {
  /// The rows of −∞ alone, if these are to be zeros.
  @inline(__always)
  func negativeInfinityRows(
    _ tile: StoredTile<Scalar>, _ values: TileValues
  ) -> RowSet {
    passes.pointee.negativeInfinityRows(
      of: tile, values, if: zeroesNegativeInfinityRows)
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
