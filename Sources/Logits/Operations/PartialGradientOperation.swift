import KernelTypes

/// The gradient with respect to a chunk of the logits, given what all chunks say.
///
/// With l = log Σ exp z of the whole row, m the chunk's largest logit, and T and
/// t the weights of the loss, it is (T exp(z(m) − l) exp(z − z(m)) − t) z′.
struct PartialGradientOperation<Scalar: LogitScalar>: TileOperation {
  let chunk: ClassChunk<Scalar>
  let whole: MergedLosses
  let gradient: LossGradient<Scalar>

  var plan: Plan<Scalar> { chunk.plan }

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let formula = chunk.formula
    let output = gradient.rows.tile(samples)
    let tile = kernels.widen(chunk.logits.tile(samples), output)
    kernels.maxima(tile, workspace.scratch, workspace.maxima)
    setFactors(samples, workspace)
    setTargets(samples, tile, workspace)
    kernels.gradients(
      tile, workspace.scratch, workspace.maxima, formula.transform,
      formula.targetWeights(nil), workspace.factors, workspace.weights,
      TargetValues(
        classes: workspace.targetClasses, values: workspace.targets), output)
    for (r, sample) in samples.enumerated() {
      let result = whole.results[sample]
      if chunk.targets.isIgnored(sample) || result.isIgnored
        || result.isEmpty && formula.zeroesNegativeInfinityRows
      {
        output.fill(row: r, with: 0)
      }
    }
  }

  /// What the gradient is less at the targets, in `targets`.
  @inline(__always)
  private func setTargets(
    _ samples: Range<Int>, _ tile: Tile<Scalar>, _ workspace: TileWorkspace
  ) {
    for (r, sample) in samples.enumerated() {
      workspace.targetClasses[r] = chunk.target(sample) ?? 0
    }
    workspace.readTargetLogits(of: tile)
    kernels.transformLogits(
      workspace.targetLogits, workspace.maxima, workspace.slopes, tile.rows,
      chunk.formula.transform)
    for (r, sample) in samples.enumerated() {
      let weight = gradient.factor(sample) * whole.weight(sample)
      workspace.weights[r] = weight
      workspace.factors[r] *= weight
      workspace.targets[r] = 0
      if let target = chunk.target(sample) {
        workspace.targets[r] =
          weight * chunk.formula.targetFactor
          * chunk.formula.classWeights[target] * workspace.slopes[r]
      }
    }
  }

  /// What makes the gradient's first part of exp(z − z(m)).
  @inline(__always)
  private func setFactors(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    for r in 0..<samples.count {
      workspace.logSumExps[r] = workspace.maxima[r]
      // Of −∞ alone: with a finite maximum, its exponentials are 0.
      if workspace.maxima[r] == -.infinity { workspace.maxima[r] = 0 }
    }
    chunk.transform(workspace.logSumExps, samples.count, workspace)
    for (r, sample) in samples.enumerated() {
      let result = whole.results[sample]
      let logSumExp = result.logSumExp
      let total =
        result.totalWeight(whole.options) + 2 * chunk.formula.zLoss * logSumExp
      let isFinite = result.maximum.isFinite && result.targets == 1
      workspace.factors[r] =
        isFinite
        ? total * exponential(workspace.logSumExps[r] - logSumExp) : .nan
    }
  }
}
