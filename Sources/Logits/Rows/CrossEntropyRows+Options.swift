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
    let empty = negativeInfinityRows(tile, values)
    passes.pointee.maximaAndSumsOfExponentials(
      tile, values.scratch, formula.transform, values.maxima, values.sums)
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
    formula.takeLogarithms(
      samples.count, values, andLogSumExps: evaluations != nil)
    if formula.uniform == 0, targets.classes != nil {
      for r in 0..<samples.count {
        values.dots[r] = 0
        values.targetSums[r] = 0
      }
    } else {
      passes.pointee.coefficientDots(
        tile, values.scratch, values.maxima, formula.transform,
        coefficients(samples), values.dots, values.targetSums)
    }
    if targets.classes != nil {
      readTargetLogits(tile, values)
      formula.addTargetLogits(samples.count, values)
    }
    formula.setLosses(samples.count, values)
  }

  @inline(__always)
  private func setGradient(_ samples: Range<Int>, _ values: TileValues) {
    guard let gradient = gradient?.tile(samples) else { return }
    formula.setFactors(samples.count, values)
    passes.pointee.gradients(
      RowTile(input.tile(samples)), values.scratch, values.maxima,
      formula.transform, coefficients(samples), values.factors, values.weights,
      gradient)
    guard targets.classes != nil else { return }
    for r in 0..<samples.count {
      let target = values.targetClasses[r]
      let weight = formula.targetFactor * formula.classWeights[target]
      gradient[r][target] -= Scalar(
        values.weights[r] * weight * values.slopes[r])
    }
  }

  @inline(__always)
  private func coefficients(_ samples: Range<Int>) -> Coefficients<Scalar> {
    formula.coefficients(targets.probabilities?.tile(samples))
  }

  /// All that the logits say of each sample.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(_ samples: Range<Int>, _ values: TileValues) {
    let tile = input.tile(samples)
    let empty = negativeInfinityRows(tile, values)
    let scalars = RowTile(tile)
    passes.pointee.statistics(
      scalars, values.scratch, formula.transform,
      StatisticsValues(
        maxima: values.maxima, sums: values.sums, products: values.products,
        squares: values.squares))
    setLosses(samples, values)
    clear(empty, samples, values)
    for r in 0..<samples.count {
      values.targets[r] = Double(values.targetClasses[r])
    }
    passes.pointee.ranksAndFirsts(
      scalars, values.scratch, values.maxima, values.sums, values.targets,
      values.ranks, values.firsts)
    for (r, sample) in samples.enumerated() {
      let isInfinite = values.sums[r].isNaN && !tile.hasNaN(r)
      evaluations?[sample] = SampleEvaluation(
        loss: product(weight(sample), values.losses[r]),
        weight: formula.classWeights[values.targetClasses[r]] * weight(sample),
        logSumExp: isInfinite ? values.maxima[r] : values.logSumExps[r],
        prediction: Int(values.firsts[r]), rank: Int(values.ranks[r]),
        logarithm: values.logarithms[r], sum: values.sums[r],
        product: values.products[r], square: values.squares[r],
        targetLogit: values.targetLogits[r])
    }
  }
}
