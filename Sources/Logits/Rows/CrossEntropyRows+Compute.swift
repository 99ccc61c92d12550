import VectorPasses

/// The sum of the losses; each loss and the gradient go where there is room.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func crossEntropySum<Scalar: LogitScalar>(
  _ operation: CrossEntropyRows<Scalar>, _ tiles: TileLoop
) -> Double {
  withUnsafePointer(to: operation) {
    tiles.sum($0, flushesOperands: operation.flushesOperands) {
      operation, samples, values in
      operation.assumingMemoryBound(to: CrossEntropyRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

extension CrossEntropyRows {
  /// Target probabilities are factors only.
  ///
  /// Given probabilities have a logarithm, which for 0 is infinite.
  fileprivate var flushesOperands: Bool {
    inputKind == .logits && targets.classes == nil
  }

  /// Ignored samples cut a tile in runs of others: only those are read.
  @inline(__always)
  func compute(_ samples: Range<Int>, _ values: TileValues) -> Double {
    guard let targets = targets.classes else {
      return computeRun(samples, values)
    }
    targets.copy(samples, to: values.targetClasses)
    guard values.contains(targets.ignoreIndex, samples.count) else {
      return computeRun(samples, values)
    }
    var sum = 0.0
    var start = samples.lowerBound
    while start < samples.upperBound {
      var end = start
      while end < samples.upperBound, !targets.isIgnored(end) { end += 1 }
      if start < end {
        targets.copy(start..<end, to: values.targetClasses)
        sum += computeRun(start..<end, values)
      }
      while end < samples.upperBound, targets.isIgnored(end) {
        losses?[end] = 0
        evaluations?[end] = .ignored
        gradient?.tile(end..<end + 1).fillRow(0, with: 0)
        end += 1
      }
      start = end
    }
    return sum
  }

  private func computeRun(
    _ samples: Range<Int>, _ values: TileValues
  ) -> Double {
    if let halves, let gradient {
      passes.pointee.widen(halves.tile(samples), gradient.tile(samples))
    }
    if gradient != nil {
      for (r, sample) in samples.enumerated() {
        values.weights[r] = gradientScale * weight(sample) * upstream(sample)
      }
    }
    switch (inputKind, targets) {
    case (.logits, .classes) where evaluations != nil:
      evaluate(samples, values)
    case (.logits, _) where !isPlain:
      withOptions(samples, values)
    case (.logits, .classes):
      plain(samples, values)
    case (.logits, .probabilities(let targets)):
      plain(samples, targets, values)
    case (.probabilities, .classes):
      fromProbabilities(samples, values)
    case (.probabilities, .probabilities(let targets)):
      fromProbabilities(samples, targets, values)
    }
    if sampleWeights != nil {
      for (r, sample) in samples.enumerated() {
        values.losses[r] = product(weight(sample), values.losses[r])
      }
    }
    if let losses {
      for (r, sample) in samples.enumerated() {
        losses[sample] = Scalar(values.losses[r])
      }
    }
    return passes.pointee.sum(values.losses, samples.count)
  }

  @inline(__always)
  func weight(_ sample: Int) -> Double {
    sampleWeights.map { Double($0[sample]) } ?? 1
  }

  @inline(__always)
  private func upstream(_ sample: Int) -> Double {
    upstream.map { Double($0[sample]) } ?? 1
  }
}

extension CrossEntropyRows {
  /// For class indices: t is the class weight at the target.
  @inline(__always)
  private func plain(_ samples: Range<Int>, _ values: TileValues) {
    let tile = input.tile(samples)
    let targets = values.targetClasses
    let empty = negativeInfinityRows(tile, values)
    // Before the gradient takes the place of the logits; otherwise when these
    // are in cache.
    if isInPlace { readTargetLogits(tile, values) }
    sumExponentials(samples, values)
    if !isInPlace { readTargetLogits(tile, values) }
    for r in 0..<samples.count {
      values.losses[r] =
        values.logarithms[r] - (values.targetLogits[r] - values.maxima[r])
    }
    if formula.classWeights.values != nil {
      for r in 0..<samples.count {
        let weight = formula.classWeights[targets[r]]
        values.targetSums[r] = weight
        values.losses[r] = product(weight, values.losses[r])
      }
    } else if gradient != nil {
      for r in 0..<samples.count { values.targetSums[r] = 1 }
    }
    formula.addZLosses(samples.count, values)

    if let gradient = gradient?.tile(samples) {
      formula.setFactors(samples.count, values)
      passes.pointee.scale(gradient, values.scratch, values.factors)
      for r in 0..<samples.count {
        gradient[r][targets[r]] -= Scalar(
          values.weights[r] * values.targetSums[r])
      }
    }
    clear(empty, samples, values)
  }

  /// For target probabilities: they are the coefficients.
  @inline(__always)
  private func plain(
    _ samples: Range<Int>, _ targets: Rows<Scalar>, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    let targetTile = targets.tile(samples)
    let empty = negativeInfinityRows(tile, values)
    func takeDots() {
      passes.pointee.dots(
        tile, values.scratch, values.maxima, targetTile, values.dots,
        values.targetSums)
    }
    if gradient != nil {
      // Before it takes the place of the logits, or scratch memory is full.
      passes.pointee.maxima(tile, values.scratch, values.maxima)
      takeDots()
      sumExponentials(samples, values)
    } else {
      sumExponentials(samples, values)
      takeDots()
    }
    for r in 0..<samples.count {
      values.losses[r] =
        values.logarithms[r] * values.targetSums[r] - values.dots[r]
    }
    formula.addZLosses(samples.count, values)

    if let gradient = gradient?.tile(samples) {
      formula.setFactors(samples.count, values)
      passes.pointee.scaleAndSubtract(
        gradient, values.scratch, values.factors, targetTile, values.weights)
    }
    clear(empty, samples, values)
  }

  /// Maxima, sums of exponentials and their logarithms; the exponentials are
  /// kept, if a gradient is wanted.
  @inline(__always)
  private func sumExponentials(_ samples: Range<Int>, _ values: TileValues) {
    let tile = input.tile(samples)
    if let gradient = gradient?.tile(samples) {
      passes.pointee.exponentials(
        RowTile(tile), gradient, values.scratch, values.maxima, values.sums)
    } else {
      passes.pointee.maximaAndSumsOfExponentials(
        tile, values.scratch, .identity, values.maxima, values.sums)
    }
    formula.takeLogarithms(samples.count, values)
  }
}

extension CrossEntropyRows {
  /// For class indices t: the loss is −log p_t.
  @inline(__always)
  private func fromProbabilities(
    _ samples: Range<Int>, _ values: TileValues
  ) {
    let tile = input.tile(samples)
    for r in 0..<samples.count {
      values.losses[r] = tile[r, values.targetClasses[r]]
    }
    passes.pointee.logarithms(values.losses, samples.count)
    for r in 0..<samples.count { values.losses[r] = 0 - values.losses[r] }
  }

  /// For target probabilities y: the loss is −Σ y log p.
  @inline(__always)
  private func fromProbabilities(
    _ samples: Range<Int>, _ targets: Rows<Scalar>, _ values: TileValues
  ) {
    passes.pointee.dotsWithLogarithms(
      RowTile(input.tile(samples)), values.scratch, targets.tile(samples),
      values.losses)
    for r in 0..<samples.count { values.losses[r] = 0 - values.losses[r] }
  }
}

extension TileValues {
  /// Whether one of the targets is this class.
  @inline(__always)
  fileprivate func contains(_ index: Int?, _ count: Int) -> Bool {
    guard let index else { return false }
    var found = false
    // All are looked at: that compiles to vectors.
    for r in 0..<count where targetClasses[r] == index { found = true }
    return found
  }
}
