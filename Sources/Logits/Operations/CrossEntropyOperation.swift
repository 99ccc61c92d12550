import KernelTypes

/// The cross-entropy of logits, and its gradient if that is wanted.
struct CrossEntropyOperation<Scalar: LogitScalar>: LossOperation {
  let samples: LossSamples<Scalar>
  let formula: LossFormula<Scalar>

  /// Target probabilities are factors only.
  var flushesOperands: Bool { samples.targets.classes == nil }

  @inline(__always)
  func compute(_ run: Range<Int>, _ workspace: TileWorkspace) {
    var tile = samples.input.tile(run)
    let targets = samples.targets.probabilities?.tile(run)
    let output = samples.gradient?.rows.tile(run)
    if let output { tile = kernels.widen(tile, output) }
    samples.setGradientFactors(run, workspace.weights)
    // Before the gradient takes the place of the logits.
    let empty = RowSet(
      negativeInfinityRowsOf: tile, workspace, kernels,
      if: formula.zeroesNegativeInfinityRows)
    let keepsExponentials = output.map(kernels.keepsExponentials) ?? true
    if !formula.isPlain(forClasses: targets == nil) || !keepsExponentials {
      computeWeighted(tile, targets, output, workspace)
    } else if let targets {
      computePlain(tile, targets, output, workspace)
    } else {
      computePlain(tile, output, workspace)
    }
    empty.forEach { r in
      workspace.losses[r] = 0
      output?.fill(row: r, with: 0)
    }
  }
}

extension CrossEntropyOperation {
  /// For class indices, without options: t is the class weight at the target.
  @inline(__always)
  private func computePlain(
    _ tile: Tile<Scalar>, _ gradient: Tile<Scalar>?,
    _ workspace: TileWorkspace
  ) {
    let targets = workspace.targetClasses
    sumExponentials(
      tile, gradient, workspace,
      TargetValues(classes: targets, values: workspace.targetLogits))
    if gradient == nil { workspace.readTargetLogits(of: tile) }
    let (logarithms, maxima) = (workspace.logarithms, workspace.maxima)
    let (targetLogits, losses) = (workspace.targetLogits, workspace.losses)
    for r in 0..<tile.rows {
      losses[r] = logarithms[r] - (targetLogits[r] - maxima[r])
    }
    if formula.isWeighted {
      for r in 0..<tile.rows {
        let weight = formula.classWeights[targets[r]]
        workspace.targetSums[r] = weight
        workspace.losses[r] = product(weight, workspace.losses[r])
      }
    } else if gradient != nil {
      for r in 0..<tile.rows { workspace.targetSums[r] = 1 }
    }
    formula.addZLosses(tile.rows, workspace)

    guard let gradient else { return }
    formula.setFactors(tile.rows, workspace)
    for r in 0..<tile.rows {
      workspace.slopes[r] = workspace.weights[r] * workspace.targetSums[r]
    }
    kernels.scale(
      gradient, workspace.scratch, workspace.factors,
      TargetValues(classes: targets, values: workspace.slopes))
  }

  /// For target probabilities, without options: they are t.
  @inline(__always)
  private func computePlain(
    _ tile: Tile<Scalar>, _ targets: Tile<Scalar>, _ gradient: Tile<Scalar>?,
    _ workspace: TileWorkspace
  ) {
    func takeDots() {
      kernels.targetDots(
        tile, workspace.scratch, workspace.maxima, targets, workspace.dots,
        workspace.targetSums)
    }
    if gradient != nil {
      // Before it takes the place of the logits, or scratch memory is full.
      kernels.maxima(tile, workspace.scratch, workspace.maxima)
      takeDots()
      sumExponentials(tile, gradient, workspace)
    } else {
      sumExponentials(tile, gradient, workspace)
      takeDots()
    }
    for r in 0..<tile.rows {
      workspace.losses[r] =
        workspace.logarithms[r] * workspace.targetSums[r] - workspace.dots[r]
    }
    formula.addZLosses(tile.rows, workspace)

    guard let gradient else { return }
    formula.setFactors(tile.rows, workspace)
    kernels.scaleAndSubtract(
      gradient, workspace.scratch, workspace.factors, targets,
      workspace.weights)
  }

  /// Maxima, rests, and the logarithms of the sums; the exponentials are kept
  /// for a gradient.
  @inline(__always)
  private func sumExponentials(
    _ tile: Tile<Scalar>, _ gradient: Tile<Scalar>?,
    _ workspace: TileWorkspace, _ targets: TargetValues? = nil
  ) {
    if let gradient {
      kernels.exponentials(
        tile, gradient, workspace.scratch, workspace.maxima, workspace.rests,
        targets)
    } else {
      kernels.maximaAndRests(
        tile, workspace.scratch, .identity, workspace.maxima, workspace.rests)
    }
    formula.takeLogarithms(tile.rows, workspace)
  }

  /// For any transform and target weights.
  ///
  /// The exponentials are not kept but taken again for the gradient, which needs
  /// the logits as well.
  private func computeWeighted(
    _ tile: Tile<Scalar>, _ targets: Tile<Scalar>?, _ gradient: Tile<Scalar>?,
    _ workspace: TileWorkspace
  ) {
    kernels.maximaAndRests(
      tile, workspace.scratch, formula.transform, workspace.maxima,
      workspace.rests)
    formula.setLosses(tile, targets, workspace)
    guard let gradient else { return }
    formula.setFactors(tile.rows, workspace)
    if targets == nil {
      for r in 0..<tile.rows {
        let target = workspace.targetClasses[r]
        let weight = formula.targetFactor * formula.classWeights[target]
        workspace.slopes[r] *= workspace.weights[r] * weight
      }
    }
    kernels.gradients(
      tile, workspace.scratch, workspace.maxima, formula.transform,
      formula.targetWeights(targets), workspace.factors, workspace.weights,
      targets == nil
        ? TargetValues(
          classes: workspace.targetClasses, values: workspace.slopes) : nil,
      gradient)
  }
}
