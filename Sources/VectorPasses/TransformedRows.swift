/// Passes over rows whose logits are transformed first, or whose classes have
/// coefficients: all that a loss with options needs.
///
/// Each picks the code for the kind of transform, and for short rows.
public enum TransformedRows<Scalar: VectorScalar, A: Arithmetic> {
  /// A number of each row of the tile.
  public typealias RowValues = UnsafeMutablePointer<Double>
  @usableFromInline typealias Vector = Scalar.Vector
  @usableFromInline typealias Softcap = SoftcapShift<Scalar, A>
  @usableFromInline typealias Scaled = ScaledShift<Scalar>

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func maximaAndSumsOfExponentials(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch,
    _ transform: LogitTransform, _ maxima: RowValues, _ sums: RowValues
  ) {
    if transform.isIdentity {
      maximaAndSums(rows, scratch, maxima, sums) { PlainShift(maximum: $0) }
    } else if transform.hasSoftcap {
      maximaAndSums(rows, scratch, maxima, sums) {
        Softcap(maximum: $0, transform)
      }
    } else {
      maximaAndSums(rows, scratch, maxima, sums) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inlinable @inline(__always)
  static func maximaAndSums<Shift: LogitShift<Scalar>>(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ sums: RowValues,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    if rows.isShort {
      return ShortRows<Scalar, A>.maximaAndSumsOfExponentials(
        rows, scratch, maxima, sums, shift)
    }
    for r in 0..<rows.rows {
      let (maximum, sum) = Row<Scalar, A>.maximumAndSum(
        rows, r, scratch
      ) { shift(Vector(repeating: $0)) }
      maxima[r] = Double(maximum)
      sums[r] = sum
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func statistics(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ values: StatisticsValues
  ) {
    if transform.hasSoftcap {
      statistics(rows, scratch, values) { Softcap(maximum: $0, transform) }
    } else {
      statistics(rows, scratch, values) { Scaled(maximum: $0, transform) }
    }
  }

  @inlinable @inline(__always)
  static func statistics<Shift: LogitShift<Scalar>>(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ values: StatisticsValues,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    if rows.isShort {
      return ShortRows<Scalar, A>.statistics(rows, scratch, values, shift)
    }
    for r in 0..<rows.rows {
      let maximum = Row<Scalar, A>.maximum(rows[r], rows.classes)
      let statistics = Row<Scalar, A>.statistics(
        rows[r], rows.classes, shift(Vector(repeating: maximum)))
      values.maxima[r] = Double(maximum)
      values.sums[r] = statistics.sum
      values.products[r] = statistics.product
      values.squares[r] = statistics.square
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func coefficientDots(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ coefficients: Coefficients<Scalar>,
    _ dots: RowValues, _ sums: RowValues
  ) {
    if transform.hasSoftcap {
      coefficientDots(rows, scratch, maxima, coefficients, dots, sums) {
        Softcap(maximum: $0, transform)
      }
    } else {
      coefficientDots(rows, scratch, maxima, coefficients, dots, sums) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inlinable @inline(__always)
  static func coefficientDots<Shift: LogitShift<Scalar>>(
    _ rows: StoredTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ coefficients: Coefficients<Scalar>, _ dots: RowValues, _ sums: RowValues,
    _ shift: (_ maxima: Vector) -> Shift
  ) {
    if rows.isShort {
      return ShortRows<Scalar, A>.coefficientDots(
        rows, scratch, maxima, coefficients, dots, sums, shift)
    }
    for r in 0..<rows.rows {
      let shift = shift(Vector(repeating: Scalar(maxima[r])))
      let coefficients = RowCoefficients(
        coefficients, targets: coefficients.targets?[r])
      (dots[r], sums[r]) = (0, 0)
      rows.forEachPiece(ofRow: r, rows.classes, scratch) {
        start, piece, count in
        let (dot, sum) = Row<Scalar, A>.dotAndSum(
          piece, count, shift, coefficients.advanced(by: start))
        dots[r] += dot
        sums[r] += sum
      }
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func gradients(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ transform: LogitTransform, _ coefficients: Coefficients<Scalar>,
    _ factors: RowValues, _ weights: RowValues,
    _ output: MutableRowTile<Scalar>
  ) {
    if transform.hasSoftcap {
      gradients(
        rows, scratch, maxima, coefficients, factors, weights, output
      ) { Softcap(maximum: $0, transform) }
    } else {
      gradients(
        rows, scratch, maxima, coefficients, factors, weights, output
      ) { Scaled(maximum: $0, transform) }
    }
  }

  @inlinable @inline(__always)
  static func gradients<Shift: LogitShift<Scalar>>(
    _ rows: RowTile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ coefficients: Coefficients<Scalar>,
    _ factors: RowValues, _ weights: RowValues,
    _ output: MutableRowTile<Scalar>, _ shift: (_ maxima: Vector) -> Shift
  ) {
    if rows.isVeryShort {
      return ShortRows<Scalar, A>.gradients(
        rows, scratch, maxima, coefficients, factors, weights, output, shift)
    }
    for r in 0..<rows.rows {
      Row<Scalar, A>.gradient(
        rows[r], rows.classes, shift(Vector(repeating: Scalar(maxima[r]))),
        RowCoefficients(coefficients, targets: coefficients.targets?[r]),
        factor: Vector(repeating: Scalar(factors[r])),
        weight: Vector(repeating: Scalar(weights[r])), to: output[r])
    }
  }
}

extension TransformedRows where Scalar == Double {
  /// The pass ``RowPasses/TransformValues``.
  @inlinable @inline(__always)
  public static func values(
    _ values: RowValues, _ maxima: RowValues, _ slopes: RowValues,
    _ count: Int, _ transform: LogitTransform
  ) {
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      let m = Vector.load(maxima + i)
      if transform.hasSoftcap {
        shift(values + i, Softcap(maximum: m, transform), slopes + i)
      } else {
        shift(values + i, Scaled(maximum: m, transform), slopes + i)
      }
    }
  }

  @inlinable @inline(__always)
  static func shift(
    _ values: RowValues, _ shift: some LogitShift<Double>, _ slopes: RowValues
  ) {
    let x = Vector.load(values)
    shift.slope(x).store(to: slopes)
    shift.shifted(x).store(to: values)
  }
}
