import KernelTypes

extension PlaneKernels {
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
    forEachSegment(rows) { classes in
      let segment = Segment(rows.classes(classes), at: scratch.planes(0))
      let weights = SegmentWeights(weights, classes, scratch)
      segment.forEachGroup { first, group in
        let logits = center(Vector.narrow(maxima + first))
        group.forEachPart { offset, part in
          let (dot, sum) = part.dotAndSum(
            logits, weights[first].droppingOfGroup(offset))
          let start = classes.lowerBound + offset
          add(dot, to: dots + first, scratch, start: start)
          add(sum, to: weightSums + first, scratch, start: start)
        }
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
      gradients(
        rows, scratch, maxima, weights, factors, scales, targets, output
      ) { Softcapped(maximum: $0, transform) }
    } else {
      gradients(
        rows, scratch, maxima, weights, factors, scales, targets, output
      ) { Scaled(maximum: $0, transform) }
    }
  }

  @inline(__always)
  private static func gradients<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ weights: TargetWeights<Scalar>, _ factors: RowValues,
    _ scales: RowValues, _ targets: TargetValues?, _ output: Tile<Scalar>,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    forEachSegment(rows) { classes in
      let segment = Segment(rows.classes(classes), at: scratch.planes(0))
      let weights = SegmentWeights(weights, classes, scratch)
      segment.forEachGroup { first, group in
        group.replaceByGradient(
          center(Vector.narrow(maxima + first)), weights[first],
          factor: Vector.narrow(factors + first),
          scale: Vector.narrow(scales + first))
      }
      subtract(targets, from: segment, firstClass: classes.lowerBound)
      segment.store(to: output.classes(classes))
    }
  }
}

/// The target weights of a segment of planes, whose targets are in scratch
/// memory.
private struct SegmentWeights<Scalar: VectorScalar> {
  private let weights: TargetWeights<Scalar>
  private let targets: PlaneSegment<Scalar>?

  @inline(__always)
  init(
    _ weights: TargetWeights<Scalar>, _ classes: Range<Int>,
    _ scratch: Scratch
  ) {
    var classWeights = weights.classWeights
    if let all = classWeights { classWeights = all + classes.lowerBound }
    self.weights = TargetWeights(
      targets: nil, classWeights: classWeights,
      targetFactor: weights.targetFactor, uniform: weights.uniform)
    if let tile = weights.targets {
      targets = PlaneSegment(tile.classes(classes), at: scratch.planes(1))
    } else {
      targets = nil
    }
  }

  /// Those of a group.
  @inline(__always)
  subscript(first: Int) -> VectorTargetWeights<Scalar> {
    if let targets {
      return VectorTargetWeights(weights, targets: targets[first].start)
    }
    return VectorTargetWeights(weights, targets: nil)
  }
}
