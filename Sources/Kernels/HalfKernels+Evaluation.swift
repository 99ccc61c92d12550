import KernelTypes

extension HalfKernels {
  package static func statistics(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues, _ products: RowValues,
    _ squares: RowValues
  ) {
    if rows.isShort {
      return Base.statistics(
        Segments.copy(rows, scratch, 0), scratch, transform, maxima, rests,
        products, squares)
    }
    Base.maxima(rows, scratch, maxima)
    if transform.hasSoftcap {
      longStatistics(rows, scratch, maxima, rests, products, squares) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      longStatistics(rows, scratch, maxima, rests, products, squares) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inline(__always)
  private static func longStatistics<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ products: RowValues, _ squares: RowValues,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    let segments = Segments(rows, nil, scratch)
    for r in 0..<rows.rows {
      let logits = center(Vector(repeating: Scalar(maxima[r])))
      let maximum = Scalar(maxima[r])
      // ∞ − ∞, or 0.
      rests[r] = Centered.isBounded ? 0 : maxima[r] - maxima[r]
      (products[r], squares[r]) = (0, 0)
      var count = 0.0
      segments.forEach(r) {
        let statistics = Rows.statistics(
          $0.x, $0.count, maximum: maximum, logits)
        count += statistics.count
        rests[r] += statistics.sum
        products[r] += statistics.product
        squares[r] += statistics.square
      }
      rests[r] += count - 1
    }
  }

  package static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ targets: RowValues, _ ranks: RowValues,
    _ predictions: RowValues
  ) {
    if rows.isShort {
      return Base.ranksAndPredictions(
        Segments.copy(rows, scratch, 0), scratch, maxima, rests, targets,
        ranks, predictions)
    }
    let segments = Segments(rows, nil, scratch)
    for r in 0..<rows.rows {
      let target = Int(targets[r])
      if rests[r].isNaN {
        (ranks[r], predictions[r]) = rows.rankAndPrediction(r, of: target)
        continue
      }
      let x = rows.scalar(r, target)
      let maximum = Scalar(maxima[r])
      (ranks[r], predictions[r]) = (0, -1)
      segments.forEach(r) { segment in
        let before = min(max(target - segment.start, 0), segment.count)
        ranks[r] += Double(
          Rows.rank(segment.x, segment.count, of: x, before: before))
        if predictions[r] < 0,
          Rows.maximum(segment.x, segment.count) == maximum
        {
          predictions[r] = Double(
            segment.start
              + Rows.firstIndex(of: maximum, segment.x, segment.count))
        }
      }
    }
  }

  package static func divergences(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ others: Tile<Scalar>, _ otherMaxima: RowValues, _ divergences: RowValues
  ) {
    let segments = Segments(rows, others, scratch)
    closerDivergences(
      rows, scratch, maxima, others, otherMaxima, divergences
    ) { excesses, weights, remainders, changes in
      for r in 0..<rows.rows {
        let differences = LogitDifferences<Scalar>(
          Vector(repeating: Scalar(maxima[r])),
          Vector(repeating: Scalar(otherMaxima[r])),
          excess: Vector(repeating: Scalar(excesses[r])))
        (weights[r], remainders[r], changes[r]) = (0, 0, 0)
        segments.forEach(r) {
          let sums = Rows.divergenceSums(
            $0.x, $0.y.unsafelyUnwrapped, $0.count, differences)
          weights[r] += sums.weight
          remainders[r] += sums.remainder
          changes[r] += sums.change
        }
      }
    }
  }
}
