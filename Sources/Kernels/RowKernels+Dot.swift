import KernelTypes

// Sums over a row of logits or probabilities and a row of target
// probabilities. A target of 0 adds 0, whatever stands beside it.
extension RowKernels {
  /// Σ y · log p, with the logarithm in Double.
  ///
  /// A subnormal y counts as 0: products with it would take longer.
  @inline(__always)
  static func logarithmDot(
    _ row: UnsafePointer<Scalar>, _ classes: Int,
    targets: UnsafePointer<Scalar>
  ) -> Double {
    let lanes = Double.laneCount
    let zero = DoubleVector(repeating: 0)
    let leastNormal = DoubleVector(
      repeating: Double(Scalar.leastNormalMagnitude))
    var total = 0.0
    // 128 bytes: on the stack.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * lanes) {
      let p = $0.baseAddress.unsafelyUnwrapped
      let y = p + lanes
      for start in stride(from: 0, to: classes, by: lanes) {
        p.update(repeating: 1, count: lanes)
        y.update(repeating: 0, count: lanes)
        for i in 0..<Swift.min(lanes, classes - start) {
          p[i] = Double(row[start + i])
          y[i] = Double(targets[start + i])
        }
        let targets = DoubleVector.load(y)
        let weights = targets.replacing(
          with: zero, where: targets.max(-targets) .< leastNormal)
        let terms = weights * Double.logarithm(.load(p))
        total += terms.zero(where: weights).sum()
      }
    }
    return total
  }

  /// Σ y.
  @inline(__always)
  static func sum(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Double {
    sum(classes) { $0.load(row) }
  }

  /// Σ t (z(x) − z(m)) and Σ t for the weights t; a t of 0 adds 0.
  @inline(__always)
  static func dotAndSum<Centered: CenteredLogits<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ logits: Centered,
    _ weights: VectorTargetWeights<Scalar>
  ) -> (dot: Double, sum: Double) {
    var (dot, sum) = (0.0, 0.0)
    var (dots, sums) = (Vector(repeating: 0), Vector(repeating: 0))
    sweep(classes) { offset in
      let t = offset.masked(weights.vector(offset), filler: 0)
      sums += t
      dots += (t * logits.centered(offset.load(row))).zero(where: t)
    } spill: {
      dots.spill(to: &dot)
      sums.spill(to: &sum)
    }
    return (dot, sum)
  }
}
