import KernelTypes

extension HalfKernels {
  package static func weightedDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ dots: RowValues, _ weightSums: RowValues
  ) {
    if rows.isShort {
      return Base.weightedDots(
        Segments.copy(rows, scratch, 0), scratch, maxima, transform,
        Segments.copy(weights, scratch), dots, weightSums)
    }
    if transform.hasSoftcap {
      longDots(rows, scratch, maxima, weights, dots, weightSums) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      longDots(rows, scratch, maxima, weights, dots, weightSums) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inline(__always)
  private static func longDots<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ dots: RowValues,
    _ weightSums: RowValues, _ center: (_ maxima: Vector) -> Centered
  ) {
    let segments = Segments(rows, weights.targets, scratch)
    for r in 0..<rows.rows {
      let logits = center(Vector(repeating: Scalar(maxima[r])))
      (dots[r], weightSums[r]) = (0, 0)
      segments.forEach(r) { segment in
        let (dot, sum) = Rows.dotAndSum(
          segment.x, segment.count, logits, segment.weights(weights))
        dots[r] += dot
        weightSums[r] += sum
      }
    }
  }

  package static func gradients(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ factors: RowValues, _ scales: RowValues, _ targets: TargetValues?,
    _ output: Tile<Scalar>
  ) {
    if rows.isShort {
      let x = Segments.copy(rows, scratch, 0)
      Base.gradients(
        x, scratch, maxima, transform, Segments.copy(weights, scratch), factors,
        scales, targets, x)
      return x.narrow(to: output)
    }
    if transform.hasSoftcap {
      longGradients(
        rows, scratch, maxima, weights, factors, scales, targets, output
      ) { Softcapped(maximum: $0, transform) }
    } else {
      longGradients(
        rows, scratch, maxima, weights, factors, scales, targets, output
      ) { Scaled(maximum: $0, transform) }
    }
  }

  @inline(__always)
  private static func longGradients<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ factors: RowValues,
    _ scales: RowValues, _ targets: TargetValues?, _ output: Tile<Scalar>,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    let segments = Segments(rows, weights.targets, scratch)
    for r in 0..<rows.rows {
      let logits = center(Vector(repeating: Scalar(maxima[r])))
      segments.forEach(r, to: output) { segment, result in
        Rows.gradient(
          segment.x, segment.count, logits, segment.weights(weights),
          factor: Vector(repeating: Scalar(factors[r])),
          scale: Vector(repeating: Scalar(scales[r])), to: result)
        guard let targets else { return }
        let target = targets.classes[r] - segment.start
        if 0 <= target, target < segment.count {
          result[target] -= Scalar(targets.values[r])
        }
      }
    }
  }
}
