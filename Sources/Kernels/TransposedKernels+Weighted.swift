import KernelTypes

extension TransposedKernels {
  @inline(__always)
  static func weightedDots<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ dots: RowValues, _ sums: RowValues,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    let rows = rows.scalars(scratch)
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let logits = center(Vector.narrow(maxima + first))
      let weights = transposedWeights(weights, rows, scratch, first)
      let (dot, sum) = group.dotAndSum(logits, weights)
      dot.widen(to: dots + first)
      sum.widen(to: sums + first)
    }
  }

  @inline(__always)
  static func gradients<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ factors: RowValues,
    _ scales: RowValues, _ output: Tile<Scalar>,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let logits = center(Vector.narrow(maxima + first))
      let weights = transposedWeights(weights, rows, scratch, first)
      group.replaceByGradient(
        logits, weights, factor: Vector.narrow(factors + first),
        scale: Vector.narrow(scales + first))
      group.store(to: output, first)
    }
  }

  /// The weights of a group, their targets transposed as well.
  @inline(__always)
  static func transposedWeights(
    _ weights: TargetWeights<Scalar>, _ rows: Tile<Scalar>,
    _ scratch: Scratch, _ first: Int
  ) -> VectorTargetWeights<Scalar> {
    guard let targets = weights.targets else {
      return VectorTargetWeights(weights, targets: nil)
    }
    let y = Group(targets, first, at: free(rows, scratch))
    return VectorTargetWeights(weights, targets: y.start)
  }
}
