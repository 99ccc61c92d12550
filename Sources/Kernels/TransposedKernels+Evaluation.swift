import KernelTypes

extension TransposedKernels {
  @inline(__always)
  static func statistics<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ sums: RowValues, _ products: RowValues, _ squares: RowValues,
    _ center: (_ maxima: Vector) -> Centered
  ) {
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let m = group.maxima()
      let logits = center(m)
      var statistics = StatisticsSum<Scalar>()
      var sum = ExponentialSum<Scalar>(maxima: m)
      for i in 0..<rows.classes {
        group.prefetchNext(i)
        let x = group[i]
        sum.add(statistics.add(logits.centered(x)), of: x)
      }
      m.widen(to: maxima + first)
      sum.widen(to: sums + first, isBounded: Centered.isBounded)
      statistics.products.widen(to: products + first)
      statistics.squares.widen(to: squares + first)
    }
  }

  /// For rows without NaN.
  @inline(__always)
  static func ranksAndPredictions(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ targets: RowValues, _ ranks: RowValues, _ predictions: RowValues
  ) {
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    forEachGroup(rows.rows) { first in
      let group = Group(rows, first, at: scratch.elements())
      let m = Vector.narrow(maxima + first)
      let target = Vector.narrow(targets + first)
      var x = zero
      for i in 0..<rows.classes {
        let index = Vector(repeating: Scalar(i))
        x = x.replacing(with: group[i], where: index .== target)
      }
      var rank = zero
      var prediction = zero
      for i in stride(from: rows.classes - 1, through: 0, by: -1) {
        let index = Vector(repeating: Scalar(i))
        let y = group[i]
        let tie = zero.replacing(with: one, where: y .== x)
        rank += zero.replacing(with: one, where: x .< y)
        rank += zero.replacing(with: tie, where: index .< target)
        prediction = prediction.replacing(with: index, where: y .== m)
      }
      rank.widen(to: ranks + first)
      prediction.widen(to: predictions + first)
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
      let m = group.maxima()
      var largest = zero
      // One more than the index of a NaN.
      var firstNaN = zero
      for i in stride(from: rows.classes - 1, through: 0, by: -1) {
        let x = group[i]
        largest = largest.replacing(
          with: Vector(repeating: Scalar(i)), where: x .== m)
        firstNaN = Vector(repeating: Scalar(i + 1)).replacing(
          with: firstNaN, where: x .== x)
      }
      largest.replacing(
        with: firstNaN - Vector(repeating: 1), where: zero .< firstNaN
      ).widen(to: indices + first)
    }
  }
}
