import KernelTypes

extension PlaneKernels {
  package static func statistics(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues, _ products: RowValues,
    _ squares: RowValues
  ) {
    self.maxima(rows, scratch, maxima)
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
    let counts = scratch.numbers(1)
    forEachGroup(rows, scratch) { start, first, group in
      let m = Vector.narrow(maxima + first)
      let (rest, statistics) = group.statistics(maxima: m, center(m))
      add(rest.sum, to: rests + first, scratch, start: start)
      add(
        rest.count + Vector(repeating: 1), to: counts + first, scratch,
        start: start)
      add(statistics.products, to: products + first, scratch, start: start)
      add(statistics.squares, to: squares + first, scratch, start: start)
    }
    for r in 0..<rows.rows {
      rests[r] += counts[r] - 1
      // ∞ − ∞, or 0.
      if !Centered.isBounded { rests[r] += maxima[r] - maxima[r] }
    }
  }

  package static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ targets: RowValues, _ ranks: RowValues,
    _ predictions: RowValues
  ) {
    let (logits, found) = (scratch.numbers(1), scratch.numbers(2))
    let shifted = scratch.numbers(3)
    for r in 0..<rows.rows {
      logits[r] = Double(rows.scalar(r, Int(targets[r])))
    }
    forEachGroup(rows, scratch) { start, first, group in
      for r in first..<first + Scalar.laneCount {
        shifted[r] = targets[r] - Double(start)
      }
      let (rank, prediction) = group.ranksAndPredictions(
        target: Vector.narrow(shifted + first),
        logits: Vector.narrow(logits + first),
        maxima: Vector.narrow(maxima + first))
      add(rank, to: ranks + first, scratch, start: start)
      prediction.widen(to: found + first)
      for r in first..<first + Scalar.laneCount {
        if start == 0 { predictions[r] = -1 }
        if predictions[r] < 0, found[r] >= 0 {
          predictions[r] = Double(start) + found[r]
        }
      }
    }
    for r in 0..<rows.rows where rests[r].isNaN {
      (ranks[r], predictions[r]) = rows.rankAndPrediction(
        r, of: Int(targets[r]))
    }
  }

  package static func divergences(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ others: Tile<Scalar>, _ otherMaxima: RowValues, _ divergences: RowValues
  ) {
    closerDivergences(
      rows, scratch, maxima, others, otherMaxima, divergences
    ) { excesses, weights, remainders, changes in
      forEachPair(rows, others, scratch) { start, first, group, other in
        let differences = LogitDifferences<Scalar>(
          Vector.narrow(maxima + first), Vector.narrow(otherMaxima + first),
          excess: Vector.narrow(excesses + first))
        var sums = differences.noTerms
        for i in 0..<group.classes {
          let terms = differences.terms(group[i], other[i])
          sums.weight += terms.weight
          sums.remainder += terms.remainder
          sums.change += terms.change
        }
        add(sums.weight, to: weights + first, scratch, start: start)
        add(sums.remainder, to: remainders + first, scratch, start: start)
        add(sums.change, to: changes + first, scratch, start: start)
      }
    }
  }
}
