import KernelTypes

/// The loss of rows, from the numbers that kernels give for each of them.
///
/// With z the transformed logits, m the largest, target weights t and their sum
/// T, it is T log Σ exp(z − m) − Σ t (z − m); its gradient is p T − t for the
/// softmax p. The z-loss adds λ l² and 2 λ l p, with l = m + log Σ exp(z − m).
struct LossFormula<Scalar: LogitScalar> {
  let kernels: Plan<Scalar>.Kernels
  let transform: LogitTransform
  let classWeights: ClassWeights<Scalar>
  /// 1 − ε, the weight of the targets.
  let targetFactor: Double
  /// ε / classes, the weight of every class.
  let uniform: Double
  let zLoss: Double
  let zeroesNegativeInfinityRows: Bool

  init(
    _ options: CrossEntropy, classes: Int, _ classWeights: ClassWeights<Scalar>,
    _ kernels: Plan<Scalar>.Kernels
  ) {
    self.kernels = kernels
    self.classWeights = classWeights
    transform = options.transform
    targetFactor = 1 - options.labelSmoothing
    uniform = options.labelSmoothing / Double(classes)
    zLoss = options.zLoss
    zeroesNegativeInfinityRows =
      options.negativeInfinityRows == .zero && !transform.hasSoftcap
  }

  /// Whether the loss is that of the softmax of the logits as they are, and only
  /// the targets have weights.
  func isPlain(forClasses: Bool) -> Bool {
    transform.isIdentity && uniform == 0
      && (forClasses || !isWeighted)
  }

  /// Whether classes have weights.
  var isWeighted: Bool { classWeights.areGiven }

  /// t from a class on, of target probabilities if there are some.
  @inline(__always)
  func targetWeights(
    _ targets: Tile<Scalar>?, firstClass: Int = 0
  ) -> TargetWeights<Scalar> {
    TargetWeights(
      targets: targets,
      classWeights: classWeights.scalars.map { $0 + firstClass },
      targetFactor: targetFactor, uniform: uniform)
  }

  /// log Σ exp(z − m), and log Σ exp z where it is needed.
  @inline(__always)
  func takeLogarithms(
    _ count: Int, _ workspace: TileWorkspace, andLogSumExps: Bool = false
  ) {
    for r in 0..<count { workspace.logarithms[r] = workspace.rests[r] }
    kernels.logarithmsOfOnePlus(workspace.logarithms, count)
    guard zLoss != 0 || andLogSumExps else { return }
    for r in 0..<count {
      workspace.logSumExps[r] = workspace.maxima[r]
      workspace.factors[r] = 0
    }
    // z(m) is z(m) − z(0).
    kernels.transformLogits(
      workspace.logSumExps, workspace.factors, workspace.slopes, count,
      transform)
    for r in 0..<count { workspace.logSumExps[r] += workspace.logarithms[r] }
  }

  /// Adds the logits of class indices to Σ t (z − m), and their weights to T.
  @inline(__always)
  func addTargetLogits(_ count: Int, _ workspace: TileWorkspace) {
    kernels.transformLogits(
      workspace.targetLogits, workspace.maxima, workspace.slopes, count,
      transform)
    if !isWeighted, targetFactor > 0 {
      let (logits, dots) = (workspace.targetLogits, workspace.dots)
      let sums = workspace.targetSums
      for r in 0..<count {
        dots[r] += targetFactor * logits[r]
        sums[r] += targetFactor
      }
      return
    }
    for r in 0..<count {
      let weight = targetFactor * classWeights[workspace.targetClasses[r]]
      workspace.dots[r] += product(weight, workspace.targetLogits[r])
      workspace.targetSums[r] += weight
    }
  }

  /// The losses of a tile, given maxima and rests; `targets` are
  /// its target probabilities, if it has no classes.
  @inline(__always)
  func setLosses(
    _ tile: Tile<Scalar>, _ targets: Tile<Scalar>?,
    _ workspace: TileWorkspace, andLogSumExps: Bool = false
  ) {
    takeLogarithms(tile.rows, workspace, andLogSumExps: andLogSumExps)
    if uniform == 0, targets == nil {
      for r in 0..<tile.rows {
        workspace.dots[r] = 0
        workspace.targetSums[r] = 0
      }
    } else {
      kernels.weightedDots(
        tile, workspace.scratch, workspace.maxima, transform,
        targetWeights(targets), workspace.dots, workspace.targetSums)
    }
    if targets == nil {
      workspace.readTargetLogits(of: tile)
      addTargetLogits(tile.rows, workspace)
    }
    setLosses(tile.rows, workspace)
  }

  /// The losses, given Σ t (z − m), T and the logarithms.
  @inline(__always)
  func setLosses(_ count: Int, _ workspace: TileWorkspace) {
    let (losses, logarithms) = (workspace.losses, workspace.logarithms)
    let (dots, targetSums) = (workspace.dots, workspace.targetSums)
    for r in 0..<count {
      losses[r] = targetSums[r] * logarithms[r] - dots[r]
    }
    addZLosses(count, workspace)
  }

  @inline(__always)
  func addZLosses(_ count: Int, _ workspace: TileWorkspace) {
    guard zLoss != 0 else { return }
    for r in 0..<count {
      workspace.losses[r] +=
        zLoss * workspace.logSumExps[r] * workspace.logSumExps[r]
    }
  }

  /// What makes the softmax of exponentials, times its part in the gradient.
  @inline(__always)
  func setFactors(_ count: Int, _ workspace: TileWorkspace) {
    for r in 0..<count { workspace.factors[r] = workspace.targetSums[r] }
    if zLoss != 0 {
      for r in 0..<count {
        workspace.factors[r] += 2 * zLoss * workspace.logSumExps[r]
      }
    }
    for r in 0..<count {
      workspace.factors[r] =
        workspace.weights[r] * workspace.factors[r]
        / (1 + workspace.rests[r])
    }
  }
}

/// A weight of 0 makes 0 of an infinity; NaN stays.
@inline(__always)
func product(_ weight: Double, _ term: Double) -> Double {
  weight == 0 && term.isInfinite ? 0 : weight * term
}
