import VectorPasses

extension CrossEntropyRows {
  /// For any transform and coefficients.
  ///
  /// The exponentials are not kept but taken again for the gradient, which needs
  /// the logits as well.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func withOptions(_ samples: Range<Int>, _ values: TileValues) {
    let tile = input.tile(samples)
    if transform.isIdentity {
      passes.pointee.maximaAndSumsOfExponentials(
        tile, values.maxima, values.sums)
    } else {
      passes.pointee.transformedMaximaAndSums(
        tile, transform, values.maxima, values.sums)
    }
    let empty = negativeInfinityRows(tile, values)
    setLosses(samples, values)
    if gradient != nil {
      setGradient(samples, values)
    }
    clear(empty, samples, values)
  }

  /// The losses, given maxima and sums of exponentials.
  @inline(__always)
  private func setLosses(_ samples: Range<Int>, _ values: TileValues) {
    let tile = input.tile(samples)
    takeLogarithms(samples.count, values)
    if uniform == 0, targets.classes != nil {
      for r in 0..<samples.count {
        values.dots[r] = 0
        values.targetSums[r] = 0
      }
    } else {
      passes.pointee.coefficientDots(
        tile, values.maxima, transform, coefficients(samples), values.dots,
        values.targetSums)
    }
    if let targets = targets.classes {
      for (r, sample) in samples.enumerated() {
        values.targetLogits[r] = Double(tile[r][targets[sample]])
      }
      passes.pointee.transformValues(
        values.targetLogits, values.maxima, values.slopes, samples.count,
        transform)
      for (r, sample) in samples.enumerated() {
        let weight = targetFactor * classWeights[targets[sample]]
        values.dots[r] += product(weight, values.targetLogits[r])
        values.targetSums[r] += weight
      }
    }
    for r in 0..<samples.count {
      values.losses[r] =
        values.targetSums[r] * values.logarithms[r] - values.dots[r]
        + zLoss(r, values)
    }
  }

  @inline(__always)
  private func setGradient(_ samples: Range<Int>, _ values: TileValues) {
    guard let gradient = gradient?.tile(samples) else { return }
    setFactors(samples.count, values)
    passes.pointee.gradients(
      input.tile(samples), values.maxima, transform, coefficients(samples),
      values.factors, values.weights, gradient)
    guard let targets = targets.classes else { return }
    for (r, sample) in samples.enumerated() {
      let target = targets[sample]
      let weight = targetFactor * classWeights[target]
      gradient[r][target] -= Scalar(
        values.weights[r] * weight * values.slopes[r])
    }
  }

  @inline(__always)
  private func coefficients(_ samples: Range<Int>) -> Coefficients<Scalar> {
    Coefficients(
      targets: targets.probabilities?.tile(samples),
      classWeights: classWeights.scalars, targetFactor: targetFactor,
      uniform: uniform)
  }

  /// All that the logits say of each sample.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(
    _ samples: Range<Int>, _ targets: ClassTargets, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    passes.pointee.statistics(
      tile, transform, values.maxima, values.sums, values.products,
      values.squares)
    let empty = negativeInfinityRows(tile, values)
    setLosses(samples, values)
    clear(empty, samples, values)
    for (r, sample) in samples.enumerated() {
      let target = targets[sample]
      let hasNaN = values.sums[r].isNaN && tile.hasNaN(r)
      let (rank, prediction) = passes.pointee.rankAndFirst(
        tile, r, target, values.maxima[r], hasNaN)
      let isInfinite = values.sums[r].isNaN && !hasNaN
      evaluations?[sample] = SampleEvaluation(
        loss: product(weight(sample), values.losses[r]),
        weight: classWeights[target] * weight(sample),
        logSumExp: isInfinite ? values.maxima[r] : values.logSumExps[r],
        prediction: prediction, rank: rank,
        logarithm: values.logarithms[r], sum: values.sums[r],
        product: values.products[r], square: values.squares[r],
        targetLogit: values.targetLogits[r])
    }
  }
}
