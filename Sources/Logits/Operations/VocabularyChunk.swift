import KernelTypes

/// A chunk of the classes, whose logits are added to the totals of their rows.
struct VocabularyChunk<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let formula: LossFormula<Scalar>
  let classes: Range<Int>
  let logits: Rows<Scalar>
  /// The class of each row, counted over all classes.
  let targets: UnsafeMutablePointer<Int>
  let totals: ChunkTotals

  @inline(__always)
  func compute(_ rows: Range<Int>, _ workspace: TileWorkspace) {
    let tile = logits.tile(rows)
    kernels.maximaAndRests(
      tile, workspace.scratch, formula.transform, workspace.maxima,
      workspace.rests)
    if formula.uniform != 0 {
      kernels.weightedDots(
        tile, workspace.scratch, workspace.maxima, formula.transform,
        formula.targetWeights(nil, firstClass: classes.lowerBound),
        workspace.dots, workspace.targetSums)
    } else {
      for r in 0..<rows.count {
        workspace.dots[r] = 0
        workspace.targetSums[r] = 0
      }
    }
    clearNegativeInfinities(tile, workspace)
    shift(rows, workspace)
    for (r, row) in rows.enumerated() {
      add(workspace, r, to: row)
      let target = targets[row]
      if classes.contains(target) {
        totals.targetLogits[row] = tile[r, target - classes.lowerBound]
      }
    }
  }

  /// Logits of −∞ alone are no part of a softmax; without this they would make
  /// NaN of it.
  @inline(__always)
  private func clearNegativeInfinities(
    _ tile: Tile<Scalar>, _ workspace: TileWorkspace
  ) {
    guard !formula.transform.hasSoftcap else { return }
    for r in 0..<tile.rows
    where workspace.maxima[r] == -.infinity && !tile.hasNaN(r) {
      workspace.rests[r] = -1
      workspace.dots[r] = 0
    }
  }

  /// How far below the new maximum, in `factors`, the totals' and the chunk's
  /// are: in `logSumExps` and `logarithms`.
  @inline(__always)
  private func shift(_ rows: Range<Int>, _ workspace: TileWorkspace) {
    for (r, row) in rows.enumerated() {
      workspace.logSumExps[r] = totals.maxima[row]
      workspace.logarithms[r] = workspace.maxima[r]
      workspace.factors[r] = max(totals.maxima[row], workspace.maxima[r])
    }
    kernels.transformLogits(
      workspace.logSumExps, workspace.factors, workspace.slopes, rows.count,
      formula.transform)
    kernels.transformLogits(
      workspace.logarithms, workspace.factors, workspace.slopes, rows.count,
      formula.transform)
    // Also where the maxima are infinite.
    for (r, row) in rows.enumerated() {
      if totals.maxima[row] == workspace.factors[r] {
        workspace.logSumExps[r] = 0
      }
      if workspace.maxima[r] == workspace.factors[r] {
        workspace.logarithms[r] = 0
      }
    }
  }

  @inline(__always)
  private func add(_ workspace: TileWorkspace, _ r: Int, to row: Int) {
    let (before, here) = (workspace.logSumExps[r], workspace.logarithms[r])
    totals.maxima[row] = workspace.factors[r]
    let (rest, other) = (totals.rests[row], workspace.rests[r])
    // The largest of all is no part of the rest.
    totals.rests[row] =
      before == 0
      ? rest + scaled(1 + other, here) : scaled(1 + rest, before) + other
    totals.dots[row] +=
      product(totals.weightSums[row], before)
      + (workspace.dots[r] + product(workspace.targetSums[r], here))
    totals.weightSums[row] += workspace.targetSums[r]
  }

  @inline(__always)
  private func scaled(_ sum: Double, _ shift: Double) -> Double {
    shift == 0 ? sum : sum * exponential(shift)
  }
}
