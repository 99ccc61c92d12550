import KernelTypes

extension PlaneKernels {
  package static func logProbabilities(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ scale: Double, _ logarithms: RowValues, _ output: Tile<Scalar>
  ) {
    forEachSegment(rows) { classes in
      let segment = Segment(rows.classes(classes), at: scratch.planes(0))
      segment.forEachGroup { first, group in
        group.replaceByLogProbabilities(
          maxima: Vector.narrow(maxima + first), scale: Scalar(scale),
          logarithms: Vector.narrow(logarithms + first))
      }
      segment.store(to: output.classes(classes))
    }
  }

  /// In Double; a subnormal target counts as 0.
  package static func logarithmDots(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ targets: Tile<Scalar>,
    _ dots: RowValues
  ) {
    let zero = DoubleVector(repeating: 0)
    let leastNormal = DoubleVector(
      repeating: Double(Scalar.leastNormalMagnitude))
    let (p, y) = (scratch.numbers(0), scratch.numbers(1))
    for r in 0..<rows.rows { dots[r] = 0 }
    forEachPair(rows, targets, scratch) { _, first, rows, targets in
      for i in 0..<rows.classes {
        rows[i].widen(to: p)
        targets[i].widen(to: y)
        for lane in stride(from: 0, to: Scalar.laneCount, by: Double.laneCount)
        {
          let y = DoubleVector.load(y + lane)
          let weights = y.replacing(
            with: zero, where: y.max(-y) .< leastNormal)
          let terms = weights * Double.logarithm(.load(p + lane))
          let sum = DoubleVector.load(dots + first + lane)
          (sum + terms.zero(where: weights)).store(to: dots + first + lane)
        }
      }
    }
  }

  package static func softmaxGradients(
    _ probabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    let means = scratch.numbers(1)
    forEachPair(probabilities, upstream, scratch) { start, first, p, g in
      add(p.sum { p[$0] * g[$0] }, to: means + first, scratch, start: start)
    }
    storePairs(probabilities, upstream, scratch, output) { first, p, g in
      let mean = Vector.narrow(means + first)
      for i in 0..<p.classes { p[i] = p[i] * (g[i] - mean) }
    }
  }

  package static func logSoftmaxGradients(
    _ logProbabilities: Tile<Scalar>, _ upstream: Tile<Scalar>,
    _ scratch: Scratch, _ output: Tile<Scalar>
  ) {
    let totals = scratch.numbers(1)
    forEachGroup(upstream, scratch) { start, first, g in
      add(g.sum { g[$0] }, to: totals + first, scratch, start: start)
    }
    storePairs(logProbabilities, upstream, scratch, output) { first, l, g in
      let total = Vector.narrow(totals + first)
      for i in 0..<l.classes {
        l[i] = g[i] - Scalar.exponential(l[i]) * total
      }
    }
  }

  /// Calls `body` with each group of each segment of two tiles, in parts.
  @inline(__always)
  static func forEachPair(
    _ rows: Tile<Scalar>, _ others: Tile<Scalar>, _ scratch: Scratch,
    _ body: (_ start: Int, _ first: Int, _ group: Group, _ other: Group) -> Void
  ) {
    forEachSegment(rows) { classes in
      let others = Segment(others.classes(classes), at: scratch.planes(1))
      Segment(rows.classes(classes), at: scratch.planes(0))
        .forEachGroup { first, group in
          group.forEachPart { start, part in
            let other = Group(
              at: others[first].start + start * Scalar.laneCount,
              classes: part.classes)
            body(classes.lowerBound + start, first, part, other)
          }
        }
    }
  }

  /// Stores what `body` leaves in the place of the first of two tiles.
  @inline(__always)
  private static func storePairs(
    _ rows: Tile<Scalar>, _ others: Tile<Scalar>, _ scratch: Scratch,
    _ output: Tile<Scalar>,
    _ body: (_ first: Int, _ group: Group, _ other: Group) -> Void
  ) {
    forEachSegment(rows) { classes in
      let others = Segment(others.classes(classes), at: scratch.planes(1))
      let segment = Segment(rows.classes(classes), at: scratch.planes(0))
      segment.forEachGroup { body($0, $1, others[$0]) }
      segment.store(to: output.classes(classes))
    }
  }
}
