/// The loss of rows of which all chunks of the classes have been added.
struct ChunkedLoss<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let formula: LossFormula<Scalar>
  let totals: ChunkTotals
  let targets: UnsafeMutablePointer<Int>
  let sampleWeights: SampleNumbers?
  let losses: SampleNumbers

  @inline(__always)
  func compute(_ rows: Range<Int>, _ workspace: TileWorkspace) {
    for (r, row) in rows.enumerated() {
      workspace.maxima[r] = totals.maxima[row]
      // −∞ alone has no softmax.
      workspace.rests[r] = isEmpty(row) ? .nan : totals.rests[row]
      workspace.dots[r] = totals.dots[row]
      workspace.targetSums[r] = totals.weightSums[row]
      workspace.targetLogits[r] = totals.targetLogits[row]
      workspace.targetClasses[r] = targets[row]
    }
    formula.takeLogarithms(rows.count, workspace)
    formula.addTargetLogits(rows.count, workspace)
    formula.setLosses(rows.count, workspace)
    for (r, row) in rows.enumerated() {
      if formula.zeroesNegativeInfinityRows, isEmpty(row) {
        workspace.losses[r] = 0
      }
      if let sampleWeights {
        workspace.losses[r] = product(
          sampleWeights[row], workspace.losses[r])
      }
      losses[row] = workspace.losses[r]
    }
  }

  @inline(__always)
  func sum(_ rows: Range<Int>, _ workspace: TileWorkspace) -> Double {
    compute(rows, workspace)
    return kernels.sum(workspace.losses, rows.count)
  }

  @inline(__always)
  private func isEmpty(_ row: Int) -> Bool {
    totals.maxima[row] == -.infinity && totals.rests[row] == -1
      && !formula.transform.hasSoftcap
  }
}
