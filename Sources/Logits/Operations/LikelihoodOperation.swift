import KernelTypes

/// The negative log-likelihood of given probabilities, or of their logarithms,
/// and its gradient with respect to them.
///
/// Operands are not flushed: a probability has a logarithm, which for 0 is
/// infinite.
struct LikelihoodOperation<Scalar: LogitScalar>: LossOperation {
  let samples: LossSamples<Scalar>
  let formula: LossFormula<Scalar>
  /// Whether probabilities are given.
  let takesLogarithms: Bool

  /// For a class t the loss is −w_t log p_t, for target probabilities y it is
  /// −Σ w y log p.
  @inline(__always)
  func compute(_ run: Range<Int>, _ workspace: TileWorkspace) {
    let tile = samples.input.tile(run)
    let targets = samples.targets.probabilities?.tile(run)
    let losses = workspace.losses
    if formula.uniform != 0 || targets != nil && formula.isWeighted {
      for r in 0..<run.count { losses[r] = -dot(tile, targets, r, workspace) }
    } else if let targets {
      setDots(tile, targets, workspace)
      for r in 0..<run.count { losses[r] = 0 - losses[r] }
    } else {
      workspace.readTargetLogits(of: tile)
      for r in 0..<run.count { losses[r] = workspace.targetLogits[r] }
      if takesLogarithms { kernels.logarithms(losses, run.count) }
      for r in 0..<run.count {
        losses[r] = product(
          formula.classWeights[workspace.targetClasses[r]], 0 - losses[r])
      }
    }
    addGradient(run, tile, targets, workspace)
  }

  /// Σ y log p of each row, in `losses`.
  @inline(__always)
  private func setDots(
    _ tile: Tile<Scalar>, _ targets: Tile<Scalar>, _ workspace: TileWorkspace
  ) {
    if takesLogarithms {
      kernels.logarithmDots(tile, workspace.scratch, targets, workspace.losses)
    } else {
      for r in 0..<tile.rows { workspace.maxima[r] = 0 }
      kernels.targetDots(
        tile, workspace.scratch, workspace.maxima, targets, workspace.losses,
        workspace.targetSums)
    }
  }

  /// Σ t log p, with a weight for each class: smoothed, or of a class.
  private func dot(
    _ tile: Tile<Scalar>, _ targets: Tile<Scalar>?, _ r: Int,
    _ workspace: TileWorkspace
  ) -> Double {
    var sum = CompensatedSum()
    for index in 0..<tile.classes {
      let t = weight(targets, r, index, workspace)
      guard t != 0 else { continue }
      let p = tile[r, index]
      sum.add(t * (takesLogarithms ? logarithm(p) : p))
    }
    return sum.value
  }

  /// The gradient is −t with respect to log p, and −t / p with respect to p.
  private func addGradient(
    _ run: Range<Int>, _ tile: Tile<Scalar>, _ targets: Tile<Scalar>?,
    _ workspace: TileWorkspace
  ) {
    guard let gradient = samples.gradient else { return }
    let output = gradient.rows.tile(run)
    let isSparse = targets == nil && formula.uniform == 0
    for (r, sample) in run.enumerated() {
      let factor = gradient.factor(sample) * samples.weight(sample)
      let target = workspace.targetClasses[r]
      for index in 0..<tile.classes where !isSparse || index == target {
        let t = weight(targets, r, index, workspace)
        let p = takesLogarithms ? tile[r, index] : 1
        output[r, index] = t == 0 ? 0 : 0 - factor * t / p
      }
      if isSparse {
        let value = output[r, target]
        output.fill(row: r, with: 0)
        output[r, target] = value
      }
    }
  }

  /// t of a class in a row.
  @inline(__always)
  private func weight(
    _ targets: Tile<Scalar>?, _ r: Int, _ index: Int,
    _ workspace: TileWorkspace
  ) -> Double {
    let isTarget = index == workspace.targetClasses[r]
    let y = targets.map { $0[r, index] } ?? (isTarget ? 1 : 0)
    return (formula.targetFactor * y + formula.uniform)
      * formula.classWeights[index]
  }
}
