import KernelTypes

/// What all losses of samples have in common, checked.
struct LossSamples<Scalar: LogitScalar> {
  let plan: Plan<Scalar>
  /// Logits, or what the options say.
  let input: Rows<Scalar>
  let targets: Targets<Scalar>
  let sampleWeights: SampleNumbers?
  let losses: SampleNumbers?
  let gradient: LossGradient<Scalar>?
  /// What the sum of the losses is divided by; 1 where the sum is the result.
  let divisor: Double

  @inline(__always)
  func weight(_ sample: Int) -> Double {
    if let sampleWeights { return sampleWeights[sample] }
    return 1
  }

  /// What the gradient of each sample's own loss is multiplied by, if one is
  /// wanted.
  @inline(__always)
  func setGradientFactors(
    _ run: Range<Int>, _ factors: UnsafeMutablePointer<Double>
  ) {
    guard let gradient else { return }
    if gradient.upstream == nil, sampleWeights == nil {
      return factors.update(repeating: gradient.scale, count: run.count)
    }
    for (r, sample) in run.enumerated() {
      factors[r] = gradient.factor(sample) * weight(sample)
    }
  }
}

/// A loss of each sample, and the sum of them.
///
/// `compute` sets the losses of samples that are not ignored, without the
/// weights of the samples; their classes are in the workspace by then.
protocol LossOperation: TileOperation {
  var samples: LossSamples<Scalar> { get }

  /// Writes the results of an ignored sample, other than its loss.
  func skip(_ sample: Int)
}

extension LossOperation {
  var plan: Plan<Scalar> { samples.plan }

  @inline(__always)
  func skip(_ sample: Int) {
    samples.gradient?.rows.tile(sample..<sample + 1).fill(row: 0, with: 0)
  }

  /// Ignored samples cut a tile of long rows into runs of others: only those are
  /// read.
  @inline(__always)
  func sum(_ tile: Range<Int>, _ workspace: TileWorkspace) -> Double {
    guard let targets = samples.targets.classes else {
      return sumRun(tile, workspace)
    }
    targets.copy(tile, to: workspace.targetClasses)
    guard workspace.hasTarget(targets.ignoreIndex, among: tile.count) else {
      return sumRun(tile, workspace)
    }
    // Read no second time: they may have been changed.
    let classes = workspace.targetClasses
    let shape = samples.input.shape
    if shape.positions != nil || Tile<Scalar>.isShort(shape.classes) {
      return sumAll(tile, ignoring: targets.ignoreIndex, workspace)
    }
    var sum = 0.0
    var start = 0
    while start < tile.count {
      var end = start
      while end < tile.count, classes[end] != targets.ignoreIndex { end += 1 }
      let first = tile.lowerBound + start
      if start < end {
        // To the front, where a run's are; those behind it stay.
        classes.update(from: classes + start, count: end - start)
        workspace.fillVectors(ofRows: end - start)
        sum += sumRun(first..<tile.lowerBound + end, workspace)
      }
      while end < tile.count, classes[end] == targets.ignoreIndex {
        samples.losses?[tile.lowerBound + end] = 0
        skip(tile.lowerBound + end)
        end += 1
      }
      start = end
    }
    return sum
  }

  /// Computes ignored samples as well, as if they were of class 0: in planes and
  /// short rows they are among others in a vector.
  private func sumAll(
    _ tile: Range<Int>, ignoring ignoreIndex: Int?, _ workspace: TileWorkspace
  ) -> Double {
    let ignored = RowSet(of: tile.count) {
      workspace.targetClasses[$0] == ignoreIndex
    }
    ignored.forEach { workspace.targetClasses[$0] = 0 }
    compute(tile, workspace)
    ignored.forEach { workspace.losses[$0] = 0 }
    defer { ignored.forEach { skip(tile.lowerBound + $0) } }
    return sumLosses(tile, workspace)
  }

  private func sumRun(
    _ run: Range<Int>, _ workspace: TileWorkspace
  ) -> Double {
    compute(run, workspace)
    return sumLosses(run, workspace)
  }

  /// Weighs the losses, and writes them.
  @inline(__always)
  private func sumLosses(
    _ run: Range<Int>, _ workspace: TileWorkspace
  ) -> Double {
    if samples.sampleWeights != nil {
      for (r, sample) in run.enumerated() {
        workspace.losses[r] = product(
          samples.weight(sample), workspace.losses[r])
      }
    }
    if let losses = samples.losses {
      for (r, sample) in run.enumerated() {
        losses[sample] = workspace.losses[r]
      }
    }
    return kernels.sum(workspace.losses, run.count)
  }
}

extension TileWorkspace {
  /// Whether one of the targets is this class.
  @inline(__always)
  fileprivate func hasTarget(_ index: Int?, among count: Int) -> Bool {
    guard let index else { return false }
    var found = false
    // All are looked at: that compiles to vectors.
    for r in 0..<count where targetClasses[r] == index { found = true }
    return found
  }
}
