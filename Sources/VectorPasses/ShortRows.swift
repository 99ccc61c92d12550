/// Passes over short rows, by columns.
///
/// The exponentials of a tile stay in scratch memory, as columns.
public enum ShortRows<Scalar: VectorScalar, A: Arithmetic> {
  /// A number of each row of a group.
  public typealias Vector = Scalar.Vector
  /// A number of each row of the tile.
  public typealias RowValues = UnsafeMutablePointer<Double>

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func maxima(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues
  ) {
    let rows = rows.scalars(scratch)
    forEachGroup(rows.rows) { first in
      Columns<Scalar, A>(rows, first, at: scratch.elements()).maxima()
        .widen(to: maxima + first)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func maximaAndSumsOfExponentials<Shift: LogitShift<Scalar>>(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ sums: RowValues,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    let rows = rows.scalars(scratch)
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let m = columns.maxima()
      m.widen(to: maxima + first)
      let shift = shift(m)
      var sum = ExponentialSum<Scalar, A>(maxima: m)
      for i in 0..<rows.classes {
        columns.prefetchNext(i)
        let x = columns[i]
        sum.add(of: x, shifted: shift.shifted(x))
      }
      sum.widen(to: sums + first, isBounded: Shift.isBounded)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func exponentials(
    _ rows: RowTile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ sums: RowValues
  ) {
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(
        rows, first, at: scratch.elements(from: first * rows.classes))
      let m = columns.maxima()
      m.widen(to: maxima + first)
      var sum = ExponentialSum<Scalar, A>(maxima: m)
      for i in 0..<rows.classes {
        columns.prefetchNext(i)
        let x = columns[i]
        let power = Scalar.exponential(x - m, A.self)
        columns[i] = power
        sum.add(power, of: x)
      }
      sum.widen(to: sums + first)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func scale(
    _ output: MutableRowTile<Scalar>, _ scratch: Scratch, _ factors: RowValues
  ) {
    forEachGroup(output.rows) { first in
      let columns = kept(output, scratch, first)
      let factor = Vector.narrow(factors + first)
      for i in 0..<output.classes { columns[i] = columns[i] * factor }
      columns.store(to: output, first)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func scaleAndSubtract(
    _ output: MutableRowTile<Scalar>, _ scratch: Scratch,
    _ factors: RowValues, _ targets: RowTile<Scalar>, _ weights: RowValues
  ) {
    forEachGroup(output.rows) { first in
      let columns = kept(output, scratch, first)
      let y = Columns<Scalar, A>(targets, first, at: free(targets, scratch))
      let factor = Vector.narrow(factors + first)
      let weight = Vector.narrow(weights + first)
      for i in 0..<output.classes {
        columns[i] = columns[i] * factor - y[i] * weight
      }
      columns.store(to: output, first)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func subtract(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ logarithms: RowValues, _ output: MutableRowTile<Scalar>
  ) {
    forEachGroup(rows.rows) { first in
      let columns = Columns<Scalar, A>(rows, first, at: scratch.elements())
      let m = Vector.narrow(maxima + first)
      let l = Vector.narrow(logarithms + first)
      for i in 0..<rows.classes { columns[i] = (columns[i] - m) - l }
      columns.store(to: output, first)
    }
  }

  /// The exponentials of a group.
  @inlinable @inline(__always)
  static func kept(
    _ output: MutableRowTile<Scalar>, _ scratch: Scratch, _ first: Int
  ) -> Columns<Scalar, A> {
    Columns<Scalar, A>(
      at: scratch.elements(from: first * output.classes),
      classes: output.classes)
  }

  /// Room for a group, behind the exponentials of the tile.
  @inlinable @inline(__always)
  static func free(
    _ rows: RowTile<Scalar>, _ scratch: Scratch
  ) -> UnsafeMutablePointer<Scalar> {
    scratch.elements(from: rows.wholeGroups * rows.classes)
  }

  @inlinable @inline(__always)
  static func forEachGroup(_ rows: Int, _ body: (_ first: Int) -> Void) {
    for first in stride(from: 0, to: rows, by: Scalar.laneCount) {
      body(first)
    }
  }
}
