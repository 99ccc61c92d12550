extension ShortRows {
  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  static func statistics<Shift: LogitShift<Scalar>>(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ values: StatisticsValues,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let m = columns.maxima()
      let shift = shift(m)
      var statistics = Statistics<Scalar, A>()
      var sum = ExponentialSum<Scalar, A>(maxima: m)
      for i in 0..<rows.classes {
        columns.prefetchNext(i)
        let x = columns[i]
        sum.add(statistics.add(shift.shifted(x)), of: x)
      }
      m.widen(to: values.maxima + first)
      sum.widen(to: values.sums + first, isBounded: Shift.isBounded)
      statistics.products.widen(to: values.products + first)
      statistics.squares.widen(to: values.squares + first)
    }
  }

  /// The pass of this name in ``RowPasses``, for rows without NaN.
  @inlinable @inline(__always)
  public static func ranksAndFirsts(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ targets: RowValues, _ ranks: RowValues, _ firsts: RowValues
  ) {
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let m = Vector.narrow(maxima + first)
      let target = Vector.narrow(targets + first)
      var x = zero
      for i in 0..<rows.classes {
        let index = Vector(repeating: Scalar(i))
        x = x.replacing(with: columns[i], where: index .== target)
      }
      var rank = zero
      var firstOfAll = zero
      for i in stride(from: rows.classes - 1, through: 0, by: -1) {
        let index = Vector(repeating: Scalar(i))
        let y = columns[i]
        let tie = zero.replacing(with: one, where: y .== x)
        rank += zero.replacing(with: one, where: x .< y)
        rank += zero.replacing(with: tie, where: index .< target)
        firstOfAll = firstOfAll.replacing(with: index, where: y .== m)
      }
      rank.widen(to: ranks + first)
      firstOfAll.widen(to: firsts + first)
    }
  }
}

extension ShortRows {
  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func argmaxima(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ indices: RowValues
  ) {
    let rows = rows.scalars(scratch)
    let zero = Vector(repeating: 0)
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let m = columns.maxima()
      var largest = zero
      // One more than the index of a NaN.
      var firstNaN = zero
      for i in stride(from: rows.classes - 1, through: 0, by: -1) {
        let x = columns[i]
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
