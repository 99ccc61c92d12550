/// The evaluation of each sample: loss, rank, prediction and statistics.
struct EvaluationOperation<Scalar: LogitScalar>: LossOperation {
  let samples: LossSamples<Scalar>
  let formula: LossFormula<Scalar>
  let results: UnsafeMutablePointer<SampleEvaluation>?

  @inline(__always)
  func skip(_ sample: Int) { results?[sample] = .ignored }

  func compute(_ run: Range<Int>, _ workspace: TileWorkspace) {
    let tile = samples.input.tile(run)
    let empty = RowSet(
      negativeInfinityRowsOf: tile, workspace, kernels,
      if: formula.zeroesNegativeInfinityRows)
    kernels.statistics(
      tile, workspace.scratch, formula.transform, workspace.maxima,
      workspace.rests, workspace.products, workspace.squares)
    formula.setLosses(tile, nil, workspace, andLogSumExps: true)
    empty.forEach { workspace.losses[$0] = 0 }
    for r in 0..<run.count {
      workspace.targets[r] = Double(workspace.targetClasses[r])
    }
    kernels.ranksAndPredictions(
      tile, workspace.scratch, workspace.maxima, workspace.rests,
      workspace.targets, workspace.ranks, workspace.predictions)
    for (r, sample) in run.enumerated() {
      let weight = samples.weight(sample)
      let isInfinite = workspace.rests[r].isNaN && !tile.hasNaN(r)
      results?[sample] = SampleEvaluation(
        loss: product(weight, workspace.losses[r]),
        weight: formula.classWeights[workspace.targetClasses[r]] * weight,
        logSumExp: isInfinite ? workspace.maxima[r] : workspace.logSumExps[r],
        prediction: Int(workspace.predictions[r]),
        rank: Int(workspace.ranks[r]), logarithm: workspace.logarithms[r],
        rest: workspace.rests[r], product: workspace.products[r],
        square: workspace.squares[r], targetLogit: workspace.targetLogits[r])
    }
  }
}
