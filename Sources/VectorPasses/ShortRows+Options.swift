extension ShortRows {
  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  static func coefficientDots<Shift: LogitShift<Scalar>>(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ coefficients: Coefficients<Scalar>, _ dots: RowValues, _ sums: RowValues,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    let rows = rows.scalars(scratch)
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let shift = shift(Vector.narrow(maxima + first))
      let coefficients = columnCoefficients(coefficients, rows, scratch, first)
      var dot = Vector(repeating: 0)
      var sum = Vector(repeating: 0)
      for i in 0..<columns.classes {
        let t = coefficients.vector(ColumnPosition<Scalar>(i))
        dot += (t * shift.shifted(columns[i])).zero(where: t)
        sum += t
      }
      dot.widen(to: dots + first)
      sum.widen(to: sums + first)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  static func gradients<Shift: LogitShift<Scalar>>(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ coefficients: Coefficients<Scalar>, _ factors: RowValues,
    _ weights: RowValues, _ output: MutableRowTile<Scalar>,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let shift = shift(Vector.narrow(maxima + first))
      let coefficients = columnCoefficients(coefficients, rows, scratch, first)
      let factor = Vector.narrow(factors + first)
      let weight = Vector.narrow(weights + first)
      for i in 0..<columns.classes {
        let x = columns[i]
        let power = Scalar.exponential(shift.shifted(x), A.self)
        let t = coefficients.vector(ColumnPosition<Scalar>(i))
        columns[i] = (power * factor - t * weight) * shift.slope(x)
      }
      columns.store(to: output, first)
    }
  }

  /// The coefficients of a group, its targets made columns as well.
  @inlinable @inline(__always)
  static func columnCoefficients(
    _ coefficients: Coefficients<Scalar>, _ rows: RowTile<Scalar>,
    _ scratch: Scratch, _ first: Int
  ) -> RowCoefficients<Scalar> {
    guard let targets = coefficients.targets else {
      return RowCoefficients(coefficients, targets: nil)
    }
    let y = Columns<Scalar, A>(targets, first, at: free(rows, scratch))
    return RowCoefficients(coefficients, targets: y.start)
  }
}
