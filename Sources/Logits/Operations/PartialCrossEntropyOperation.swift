import KernelTypes

/// What a chunk of the classes says of each sample's loss.
struct PartialCrossEntropyOperation<Scalar: LogitScalar>: TileOperation {
  let chunk: ClassChunk<Scalar>
  let results: UnsafeMutablePointer<PartialCrossEntropy>?

  var plan: Plan<Scalar> { chunk.plan }

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let formula = chunk.formula
    let tile = chunk.logits.tile(samples)
    kernels.maximaAndRests(
      tile, workspace.scratch, formula.transform, workspace.maxima,
      workspace.rests)
    takeLogitSums(tile, workspace)
    for (r, sample) in samples.enumerated() {
      workspace.targetClasses[r] = chunk.target(sample) ?? 0
      workspace.logSumExps[r] = workspace.maxima[r]
    }
    workspace.readTargetLogits(of: tile)
    chunk.transform(workspace.targetLogits, samples.count, workspace)
    chunk.transform(workspace.logSumExps, samples.count, workspace)
    for (r, sample) in samples.enumerated() {
      results.unsafelyUnwrapped[sample] =
        chunk.targets.isIgnored(sample)
        ? .empty : result(tile, r, chunk.target(sample), workspace)
    }
  }

  /// Σ w (z − m) and Σ w, where label smoothing needs them.
  private func takeLogitSums(_ tile: Tile<Scalar>, _ workspace: TileWorkspace) {
    guard chunk.formula.uniform != 0 else {
      for r in 0..<tile.rows {
        workspace.dots[r] = 0
        workspace.targetSums[r] = 0
      }
      return
    }
    kernels.weightedDots(
      tile, workspace.scratch, workspace.maxima, chunk.formula.transform,
      TargetWeights(
        targets: nil, classWeights: chunk.formula.classWeights.scalars,
        targetFactor: 0, uniform: 1),
      workspace.dots, workspace.targetSums)
  }

  @inline(__always)
  private func result(
    _ tile: Tile<Scalar>, _ r: Int, _ target: Int?, _ workspace: TileWorkspace
  ) -> PartialCrossEntropy {
    let maximum = workspace.logSumExps[r]
    // Its exponentials are NaN, but a chunk of −∞ alone adds nothing to a row.
    let isInfinite = maximum.isInfinite && !tile.hasNaN(r)
    return PartialCrossEntropy(
      maximum: maximum,
      sum: isInfinite ? max(maximum, 0) : 1 + workspace.rests[r],
      logitSum: isInfinite && maximum < 0 ? 0 : workspace.dots[r],
      weightSum: workspace.targetSums[r],
      targetLogit: target == nil ? 0 : workspace.targetLogits[r],
      targetWeight: target.map { chunk.formula.classWeights[$0] } ?? 0,
      targets: target == nil ? 0 : 1, classes: Double(tile.classes))
  }
}
