import KernelTypes

extension TransposedKernels {
  @inline(__always)
  static func statistics<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ products: RowValues, _ squares: RowValues,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let m = group.maxima()
      let (rest, statistics) = group.statistics(maxima: m, center(m))
      m.widen(to: maxima + first)
      rest.widen(to: rests + first, isBounded: Centered.isBounded)
      statistics.products.widen(to: products + first)
      statistics.squares.widen(to: squares + first)
    } few: { r in
      let row = ShortRow<Scalar>(elements: rows[r], classes: rows.classes)
      let m = row.maximum()
      maxima[r] = Double(m)
      (rests[r], products[r], squares[r]) = row.statistics(
        maximum: m, center(Vector(repeating: m)), scratch.elements())
    }
  }

  /// For rows without NaN.
  @inline(__always)
  static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ targets: RowValues, _ ranks: RowValues, _ predictions: RowValues
  ) {
    let zero = Vector(repeating: 0)
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let target = Vector.narrow(targets + first)
      var x = zero
      for i in 0..<rows.classes {
        let index = Vector(repeating: Scalar(i))
        x = x.replacing(with: group[i], where: index .== target)
      }
      let (rank, prediction) = group.ranksAndPredictions(
        target: target, logits: x, maxima: Vector.narrow(maxima + first))
      rank.widen(to: ranks + first)
      // A maximum that is nowhere is that of a row of NaN.
      prediction.max(zero).widen(to: predictions + first)
    } few: { r in
      let (rank, prediction) = RowKernels.rankAndPrediction(
        rows[r], rows.classes, of: Int(targets[r]), maximum: Scalar(maxima[r]),
        mayHaveNaN: false)
      ranks[r] = Double(rank)
      predictions[r] = Double(prediction)
    }
  }

  @inline(__always)
  static func argmaxima(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ indices: RowValues
  ) {
    let rows = rows.scalars(scratch)
    let zero = Vector(repeating: 0)
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let (_, largest, firstNaN) = group.argmaxima()
      largest.replacing(
        with: firstNaN - Vector(repeating: 1), where: zero .< firstNaN
      ).widen(to: indices + first)
    }
  }
}
