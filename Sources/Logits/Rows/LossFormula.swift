import VectorPasses

/// The loss of rows, made of what passes say of them.
///
/// With z the transformed logits, m the largest, coefficients t and their sum T,
/// it is T log Σ exp(z − m) − Σ t (z − m); its gradient is p T − t for the
/// softmax p. The z-loss adds λ l² and 2 λ l p, with l = m + log Σ exp(z − m).
struct LossFormula<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let transform: LogitTransform
  let classWeights: ClassWeights<Scalar>
  /// 1 − ε: what the targets weigh.
  let targetFactor: Double
  /// ε / classes: what every class weighs.
  let uniform: Double
  let zLoss: Double
  let zeroesNegativeInfinityRows: Bool

  init(
    _ options: CrossEntropy, classes: Int, _ classWeights: ClassWeights<Scalar>,
    _ passes: Plan<Scalar>.Passes
  ) {
    self.passes = passes
    self.classWeights = classWeights
    transform = options.transform
    targetFactor = 1 - options.labelSmoothing
    uniform = options.labelSmoothing / Double(classes)
    zLoss = options.zLoss
    zeroesNegativeInfinityRows =
      options.negativeInfinityRows == .zero && !transform.hasSoftcap
  }

  /// What the logits weigh from a class on, for target probabilities if there
  /// are some.
  @inline(__always)
  func coefficients(
    _ targets: RowTile<Scalar>?, firstClass: Int = 0
  ) -> Coefficients<Scalar> {
    Coefficients(
      targets: targets,
      classWeights: classWeights.scalars.map { $0 + firstClass },
      targetFactor: targetFactor, uniform: uniform)
  }

  /// The logarithms of the sums, and log Σ exp z where it is needed.
  @inline(__always)
  func takeLogarithms(
    _ count: Int, _ values: TileValues, andLogSumExps: Bool = false
  ) {
    for r in 0..<count { values.logarithms[r] = values.sums[r] }
    passes.pointee.logarithms(values.logarithms, count)
    guard zLoss != 0 || andLogSumExps else { return }
    for r in 0..<count {
      values.logSumExps[r] = values.maxima[r]
      values.factors[r] = 0
    }
    // z(m) is z(m) − z(0).
    passes.pointee.transformValues(
      values.logSumExps, values.factors, values.slopes, count, transform)
    for r in 0..<count { values.logSumExps[r] += values.logarithms[r] }
  }

  /// Adds the logits of class indices to Σ t (z − m), and their weights to T.
  @inline(__always)
  func addTargetLogits(_ count: Int, _ values: TileValues) {
    passes.pointee.transformValues(
      values.targetLogits, values.maxima, values.slopes, count, transform)
    for r in 0..<count {
      let weight = targetFactor * classWeights[values.targetClasses[r]]
      values.dots[r] += product(weight, values.targetLogits[r])
      values.targetSums[r] += weight
    }
  }

  /// The losses, given Σ t (z − m), T and the logarithms.
  @inline(__always)
  func setLosses(_ count: Int, _ values: TileValues) {
    for r in 0..<count {
      values.losses[r] =
        values.targetSums[r] * values.logarithms[r] - values.dots[r]
    }
    addZLosses(count, values)
  }

  @inline(__always)
  func addZLosses(_ count: Int, _ values: TileValues) {
    guard zLoss != 0 else { return }
    for r in 0..<count {
      values.losses[r] += zLoss * values.logSumExps[r] * values.logSumExps[r]
    }
  }

  /// What the softmax is made of from the exponentials, times its part in the
  /// gradient.
  @inline(__always)
  func setFactors(_ count: Int, _ values: TileValues) {
    for r in 0..<count { values.factors[r] = values.targetSums[r] }
    if zLoss != 0 {
      for r in 0..<count {
        values.factors[r] += 2 * zLoss * values.logSumExps[r]
      }
    }
    for r in 0..<count {
      values.factors[r] = values.weights[r] * values.factors[r] / values.sums[r]
    }
  }
}

/// A coefficient of 0 makes 0 of an infinity; NaN stays.
@inline(__always)
func product(_ coefficient: Double, _ term: Double) -> Double {
  coefficient == 0 && term.isInfinite ? 0 : coefficient * term
}
