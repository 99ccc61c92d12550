import KernelTypes

// What a loss with options needs: logits that are transformed first, classes
// with weights. Each kernel picks the code for the kind of transform, and for
// short rows.
extension VectorKernels {
  package static func maximaAndRests(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues
  ) {
    if transform.isIdentity {
      exponentialRests(rows, scratch, maxima, rests) {
        PlainLogits(maximum: $0)
      }
    } else if transform.hasSoftcap {
      exponentialRests(rows, scratch, maxima, rests) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      exponentialRests(rows, scratch, maxima, rests) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inline(__always)
  private static func exponentialRests<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ center: (_ maxima: Vector) -> Centered
  ) {
    if rows.isShort {
      return Transposed.maximaAndRests(
        rows, scratch, maxima, rests, center)
    }
    for r in 0..<rows.rows {
      let (maximum, rest) = Rows.maximumAndExponentialRest(rows, r, scratch) {
        center(Vector(repeating: $0))
      }
      maxima[r] = Double(maximum)
      rests[r] = rest
    }
  }

  package static func statistics(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues, _ products: RowValues,
    _ squares: RowValues
  ) {
    if transform.hasSoftcap {
      statistics(rows, scratch, maxima, rests, products, squares) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      statistics(rows, scratch, maxima, rests, products, squares) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inline(__always)
  private static func statistics<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ products: RowValues, _ squares: RowValues,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    if rows.isShort {
      return Transposed.statistics(
        rows, scratch, maxima, rests, products, squares, center)
    }
    for r in 0..<rows.rows {
      let maximum = Rows.maximum(rows[r], rows.classes)
      maxima[r] = Double(maximum)
      let statistics = Rows.statistics(
        rows[r], rows.classes, maximum: maximum,
        center(Vector(repeating: maximum)))
      // ∞ − ∞, or 0.
      let nan = Centered.isBounded ? 0 : Double(maximum - maximum)
      rests[r] = statistics.sum + (statistics.count - 1) + nan
      products[r] = statistics.product
      squares[r] = statistics.square
    }
  }

  package static func weightedDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ weights: TargetWeights<Scalar>,
    _ dots: RowValues, _ weightSums: RowValues
  ) {
    if transform.hasSoftcap {
      weightedDots(rows, scratch, maxima, weights, dots, weightSums) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      weightedDots(rows, scratch, maxima, weights, dots, weightSums) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inline(__always)
  private static func weightedDots<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ dots: RowValues,
    _ weightSums: RowValues, _ center: (_ maxima: Vector) -> Centered
  ) {
    if rows.isShort {
      return Transposed.weightedDots(
        rows, scratch, maxima, weights, dots, weightSums, center)
    }
    for r in 0..<rows.rows {
      let logits = center(Vector(repeating: Scalar(maxima[r])))
      let weights = VectorTargetWeights(weights, row: r)
      (dots[r], weightSums[r]) = (0, 0)
      rows.forEachSegment(ofRow: r, rows.classes, scratch) {
        start, segment, count in
        let (dot, sum) = Rows.dotAndSum(
          segment, count, logits, weights.dropping(start))
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
    if transform.hasSoftcap {
      gradients(rows, scratch, maxima, weights, factors, scales, output) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      gradients(rows, scratch, maxima, weights, factors, scales, output) {
        Scaled(maximum: $0, transform)
      }
    }
    output.subtract(targets)
  }

  @inline(__always)
  private static func gradients<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ factors: RowValues,
    _ scales: RowValues, _ output: Tile<Scalar>,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    if rows.isVeryShort {
      return Transposed.gradients(
        rows, scratch, maxima, weights, factors, scales, output, center)
    }
    for r in 0..<rows.rows {
      Rows.gradient(
        rows[r], rows.classes, center(Vector(repeating: Scalar(maxima[r]))),
        VectorTargetWeights(weights, row: r),
        factor: Vector(repeating: Scalar(factors[r])),
        scale: Vector(repeating: Scalar(scales[r])), to: output[r])
    }
  }
}
