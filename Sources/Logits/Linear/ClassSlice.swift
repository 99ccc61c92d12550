import VectorPasses

/// A slice of the classes, whose logits are added to the totals of their rows.
struct ClassSlice<Scalar: LogitScalar> {
  let formula: LossFormula<Scalar>
  let classes: Range<Int>
  let logits: StoredRows<Scalar>
  /// The class of each row, counted over all classes.
  let targets: UnsafePointer<Int>
  let totals: SliceTotals

  @inline(__always)
  func compute(_ rows: Range<Int>, _ values: TileValues) -> Double {
    let tile = logits.tile(rows)
    formula.passes.pointee.maximaAndSumsOfExponentials(
      tile, values.scratch, formula.transform, values.maxima, values.sums)
    if formula.uniform != 0 {
      formula.passes.pointee.coefficientDots(
        tile, values.scratch, values.maxima, formula.transform,
        formula.coefficients(nil, firstClass: classes.lowerBound),
        values.dots, values.targetSums)
    } else {
      for r in 0..<rows.count {
        values.dots[r] = 0
        values.targetSums[r] = 0
      }
    }
    clearNegativeInfinities(tile, values)
    shift(rows, values)
    for (r, row) in rows.enumerated() {
      add(values, r, to: row)
      let target = targets[row]
      if classes.contains(target) {
        totals.targetLogits[row] = tile[r, target - classes.lowerBound]
      }
    }
    return 0
  }

  /// Logits of −∞ alone are no part of a softmax; without this they would make
  /// NaN of it.
  @inline(__always)
  private func clearNegativeInfinities(
    _ tile: StoredTile<Scalar>, _ values: TileValues
  ) {
    guard !formula.transform.hasSoftcap else { return }
    for r in 0..<tile.rows
    where values.maxima[r] == -.infinity && !tile.hasNaN(r) {
      values.sums[r] = 0
      values.dots[r] = 0
    }
  }

  /// How far below the new maximum, in `factors`, the totals' and the slice's
  /// lie: in `logSumExps` and `logarithms`.
  @inline(__always)
  private func shift(_ rows: Range<Int>, _ values: TileValues) {
    for (r, row) in rows.enumerated() {
      values.logSumExps[r] = totals.maxima[row]
      values.logarithms[r] = values.maxima[r]
      values.factors[r] = max(totals.maxima[row], values.maxima[r])
    }
    formula.passes.pointee.transformValues(
      values.logSumExps, values.factors, values.slopes, rows.count,
      formula.transform)
    formula.passes.pointee.transformValues(
      values.logarithms, values.factors, values.slopes, rows.count,
      formula.transform)
    // Also where the maxima are infinite.
    for (r, row) in rows.enumerated() {
      if totals.maxima[row] == values.factors[r] { values.logSumExps[r] = 0 }
      if values.maxima[r] == values.factors[r] { values.logarithms[r] = 0 }
    }
  }

  @inline(__always)
  private func add(_ values: TileValues, _ r: Int, to row: Int) {
    let (before, here) = (values.logSumExps[r], values.logarithms[r])
    totals.maxima[row] = values.factors[r]
    totals.sums[row] =
      scaled(totals.sums[row], before) + scaled(values.sums[r], here)
    totals.dots[row] +=
      product(totals.coefficientSums[row], before)
      + (values.dots[r] + product(values.targetSums[r], here))
    totals.coefficientSums[row] += values.targetSums[r]
  }

  @inline(__always)
  private func scaled(_ sum: Double, _ shift: Double) -> Double {
    shift == 0 ? sum : sum * exponential(shift)
  }
}

/// The loss of rows of which all classes have been added.
struct SlicedRows<Scalar: LogitScalar> {
  let formula: LossFormula<Scalar>
  let totals: SliceTotals
  let targets: UnsafePointer<Int>
  let sampleWeights: UnsafePointer<Scalar>?
  let losses: UnsafeMutablePointer<Scalar>?

  @inline(__always)
  func compute(_ rows: Range<Int>, _ values: TileValues) -> Double {
    for (r, row) in rows.enumerated() {
      values.maxima[r] = totals.maxima[row]
      // −∞ alone has no softmax.
      values.sums[r] = isEmpty(row) ? .nan : totals.sums[row]
      values.dots[r] = totals.dots[row]
      values.targetSums[r] = totals.coefficientSums[row]
      values.targetLogits[r] = totals.targetLogits[row]
      values.targetClasses[r] = targets[row]
    }
    formula.takeLogarithms(rows.count, values)
    formula.addTargetLogits(rows.count, values)
    formula.setLosses(rows.count, values)
    for (r, row) in rows.enumerated() {
      if formula.zeroesNegativeInfinityRows, isEmpty(row) {
        values.losses[r] = 0
      }
      if let sampleWeights {
        values.losses[r] = product(
          Double(sampleWeights[row]), values.losses[r])
      }
      losses?[row] = Scalar(values.losses[r])
    }
    return formula.passes.pointee.sum(values.losses, rows.count)
  }

  @inline(__always)
  private func isEmpty(_ row: Int) -> Bool {
    totals.maxima[row] == -.infinity && totals.sums[row] == 0
      && !formula.transform.hasSoftcap
  }
}
