import VectorPasses

/// The sum of the losses; each loss and the gradient go where there is room.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func crossEntropySum<Scalar: LogitScalar>(
  _ operation: CrossEntropyRows<Scalar>, _ tiles: TileLoop
) -> Double {
  withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, samples, values in
      operation.assumingMemoryBound(to: CrossEntropyRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

extension CrossEntropyRows {
  @inline(__always)
  func compute(
    _ samples: Range<Int>, _ values: TileValues
  ) -> Double {
    switch (inputKind, targets) {
    case (.logits, .classes(let targets)):
      fromLogits(samples, targets, values)
    case (.logits, .probabilities(let targets)):
      fromLogits(samples, targets, values)
    case (.probabilities, .classes(let targets)):
      fromProbabilities(samples, targets, values)
    case (.probabilities, .probabilities(let targets)):
      fromProbabilities(samples, targets, values)
    }
    if let losses {
      for (r, sample) in samples.enumerated() {
        losses[sample] = Scalar(values.losses[r])
      }
    }
    return passes.pointee.sum(values.losses, samples.count)
  }
}

extension CrossEntropyRows {
  /// For class indices t: the loss is log Σ exp(x − m) − (x_t − m), its
  /// gradient p, less 1 at t.
  @inline(__always)
  fileprivate func fromLogits(
    _ samples: Range<Int>, _ targets: ClassTargets, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    // Before the gradient takes the place of the logits.
    for (r, sample) in samples.enumerated() {
      values.targetLogits[r] = Double(tile[r][targets[sample]])
    }
    sumExponentials(samples, values)
    for r in 0..<samples.count {
      values.losses[r] =
        values.logarithms[r] - (values.targetLogits[r] - values.maxima[r])
    }

    guard let gradient = gradient?.tile(samples) else { return }
    for r in 0..<samples.count {
      values.factors[r] = gradientScale / values.sums[r]
    }
    passes.pointee.scale(gradient, values.factors)
    for (r, sample) in samples.enumerated() {
      gradient[r][targets[sample]] -= Scalar(gradientScale)
    }
  }

  /// For target probabilities y: the loss is
  /// Σ y · log Σ exp(x − m) − Σ y (x − m), its gradient p · Σ y − y.
  @inline(__always)
  fileprivate func fromLogits(
    _ samples: Range<Int>, _ targets: Rows<Scalar>, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    let targetTile = targets.tile(samples)
    // Before the gradient takes the place of the logits.
    passes.pointee.maxima(tile, values.maxima)
    passes.pointee.dots(
      tile, values.maxima, targetTile, values.targetLogits, values.targetSums)
    sumExponentials(samples, values)
    for r in 0..<samples.count {
      values.losses[r] =
        values.logarithms[r] * values.targetSums[r] - values.targetLogits[r]
    }

    guard let gradient = gradient?.tile(samples) else { return }
    for r in 0..<samples.count {
      values.factors[r] =
        gradientScale * values.targetSums[r] / values.sums[r]
    }
    passes.pointee.scaleAndSubtract(
      gradient, values.factors, targetTile, gradientScale)
  }

  /// Maxima, sums of exponentials and their logarithms; the exponentials stay
  /// in the gradient, if one is wanted.
  @inline(__always)
  private func sumExponentials(
    _ samples: Range<Int>, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    if let gradient = gradient?.tile(samples) {
      passes.pointee.maxima(tile, values.maxima)
      passes.pointee.storeExponentials(
        tile, values.maxima, gradient, values.sums)
    } else {
      passes.pointee.maximaAndSumsOfExponentials(
        tile, values.maxima, values.sums)
    }
    for r in 0..<samples.count { values.logarithms[r] = values.sums[r] }
    passes.pointee.logarithms(values.logarithms, samples.count)
  }
}

extension CrossEntropyRows {
  /// For class indices t: the loss is −log p_t.
  @inline(__always)
  fileprivate func fromProbabilities(
    _ samples: Range<Int>, _ targets: ClassTargets, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    for (r, sample) in samples.enumerated() {
      values.losses[r] = Double(tile[r][targets[sample]])
    }
    passes.pointee.logarithms(values.losses, samples.count)
    for r in 0..<samples.count { values.losses[r] = 0 - values.losses[r] }
  }

  /// For target probabilities y: the loss is −Σ y log p.
  @inline(__always)
  fileprivate func fromProbabilities(
    _ samples: Range<Int>, _ targets: Rows<Scalar>, _ values: TileValues
  ) {
    passes.pointee.dotsWithLogarithms(
      input.tile(samples), targets.tile(samples), values.losses)
    for r in 0..<samples.count { values.losses[r] = 0 - values.losses[r] }
  }
}
