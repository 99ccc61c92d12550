import KernelTypes

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
    setStatistics(run.count, workspace)
    store(tile, run.lowerBound, workspace)
  }

  @inline(__always)
  private func store(
    _ tile: Tile<Scalar>, _ first: Int, _ workspace: TileWorkspace
  ) {
    guard let results else { return }
    let (classes, losses) = (workspace.targetClasses, workspace.losses)
    let (maxima, logSumExps) = (workspace.maxima, workspace.logSumExps)
    let (rests, confidences) = (workspace.rests, workspace.dots)
    let (entropies, briers) = (workspace.products, workspace.squares)
    let (predictions, ranks) = (workspace.predictions, workspace.ranks)
    let isWeighted = samples.sampleWeights != nil || formula.isWeighted
    for r in 0..<tile.rows {
      var (loss, weight) = (losses[r], 1.0)
      if isWeighted {
        let ofSample = samples.weight(first + r)
        loss = product(ofSample, loss)
        weight = formula.classWeights[classes[r]] * ofSample
      }
      let isInfinite = rests[r].isNaN && !tile.hasNaN(r)
      results[first &+ r] = SampleEvaluation(
        loss: loss, weight: weight,
        logSumExp: isInfinite ? maxima[r] : logSumExps[r],
        confidence: confidences[r], entropy: entropies[r], brier: briers[r],
        prediction: index(predictions[r]), rank: index(ranks[r]))
    }
  }

  /// A whole number below 2^52, without the checks that a conversion has: it is
  /// in the low bits of the sum.
  @inline(__always)
  private func index(_ number: Double) -> Int {
    Int(truncatingIfNeeded: (number + 0x1p52).significandBitPattern)
  }

  /// Confidence, entropy and Brier score, in `dots`, `products` and `squares`.
  ///
  /// With e = exp(z − m) they follow from Σ e − 1, log Σ e, Σ e (z − m), Σ e², and e
  /// at the target.
  @inline(__always)
  private func setStatistics(_ count: Int, _ workspace: TileWorkspace) {
    kernels.exponentials(workspace.targetLogits, count)
    let (rests, logarithms) = (workspace.rests, workspace.logarithms)
    let (products, squares) = (workspace.products, workspace.squares)
    let (targets, confidences) = (workspace.targetLogits, workspace.dots)
    for r in 0..<count {
      let confidence = 1 / (1 + rests[r])
      let others = (rests[r] + (1 - targets[r])) * confidence
      // Rounding can leave a little less than nothing.
      let square = squares[r] - targets[r] * targets[r]
      confidences[r] = confidence
      products[r] = logarithms[r] - products[r] * confidence
      squares[r] =
        others * others + (square < 0 ? 0 : square) * confidence * confidence
    }
  }
}
