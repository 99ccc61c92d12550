/// Passes over rows whose logits are transformed first, or whose classes have
/// coefficients: all that a loss with options needs.
///
/// Each picks the code for the kind of transform and coefficients once a row.
public enum TransformedRows<Scalar: VectorScalar, A: Arithmetic> {
  /// A number of each row of the tile.
  public typealias RowValues = UnsafeMutablePointer<Double>

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func maximaAndSums(
    _ rows: RowTile<Scalar>, _ transform: LogitTransform,
    _ maxima: RowValues, _ sums: RowValues
  ) {
    for r in 0..<rows.rows {
      let maximum = Row<Scalar, A>.maximum(rows[r], rows.classes)
      maxima[r] = Double(maximum)
      let m = Scalar.Vector(repeating: maximum)
      sums[r] =
        transform.hasSoftcap
        ? Row<Scalar, A>.sumOfExponentials(
          rows[r], rows.classes, SoftcapShift<Scalar, A>(maximum: m, transform))
        : Row<Scalar, A>.sumOfExponentials(
          rows[r], rows.classes, ScaledShift(maximum: m, transform))
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func statistics(
    _ rows: RowTile<Scalar>, _ transform: LogitTransform,
    _ maxima: RowValues, _ sums: RowValues, _ products: RowValues,
    _ squares: RowValues
  ) {
    for r in 0..<rows.rows {
      let maximum = Row<Scalar, A>.maximum(rows[r], rows.classes)
      let m = Scalar.Vector(repeating: maximum)
      let statistics =
        transform.hasSoftcap
        ? Row<Scalar, A>.statistics(
          rows[r], rows.classes, SoftcapShift<Scalar, A>(maximum: m, transform))
        : Row<Scalar, A>.statistics(
          rows[r], rows.classes, ScaledShift(maximum: m, transform))
      maxima[r] = Double(maximum)
      sums[r] = statistics.sum
      products[r] = statistics.product
      squares[r] = statistics.square
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func coefficientDots(
    _ rows: RowTile<Scalar>, _ maxima: RowValues, _ transform: LogitTransform,
    _ coefficients: Coefficients<Scalar>, _ dots: RowValues, _ sums: RowValues
  ) {
    for r in 0..<rows.rows {
      let m = Scalar.Vector(repeating: Scalar(maxima[r]))
      (dots[r], sums[r]) =
        transform.hasSoftcap
        ? dotAndSum(
          rows, r, SoftcapShift<Scalar, A>(maximum: m, transform), coefficients)
        : dotAndSum(
          rows, r, ScaledShift(maximum: m, transform), coefficients)
    }
  }

  /// The pass of this name in ``RowPasses``.
  @inlinable @inline(__always)
  public static func gradients(
    _ rows: RowTile<Scalar>, _ maxima: RowValues, _ transform: LogitTransform,
    _ coefficients: Coefficients<Scalar>, _ factors: RowValues,
    _ weights: RowValues, _ output: MutableRowTile<Scalar>
  ) {
    for r in 0..<rows.rows {
      let m = Scalar.Vector(repeating: Scalar(maxima[r]))
      let (factor, weight) = (Scalar(factors[r]), Scalar(weights[r]))
      if transform.hasSoftcap {
        gradient(
          rows, r, SoftcapShift<Scalar, A>(maximum: m, transform),
          coefficients, factor, weight, output[r])
      } else {
        gradient(
          rows, r, ScaledShift(maximum: m, transform), coefficients, factor,
          weight, output[r])
      }
    }
  }

  @inlinable @inline(__always)
  static func dotAndSum<Shift: LogitShift<Scalar>>(
    _ rows: RowTile<Scalar>, _ r: Int, _ shift: Shift,
    _ coefficients: Coefficients<Scalar>
  ) -> (dot: Double, sum: Double) {
    let (row, classes) = (rows[r], rows.classes)
    switch (coefficients.targets?[r], coefficients.classWeights) {
    case (nil, nil):
      return Row<Scalar, A>.dotAndSum(
        row, classes, shift, UniformCoefficients(coefficients))
    case (nil, let weights?):
      return Row<Scalar, A>.dotAndSum(
        row, classes, shift,
        WeightedCoefficients(UniformCoefficients(coefficients), weights))
    case (let targets?, nil):
      return Row<Scalar, A>.dotAndSum(
        row, classes, shift, TargetCoefficients(coefficients, targets))
    case (let targets?, let weights?):
      return Row<Scalar, A>.dotAndSum(
        row, classes, shift,
        WeightedCoefficients(
          TargetCoefficients(coefficients, targets), weights))
    }
  }

  @inlinable @inline(__always)
  static func gradient<Shift: LogitShift<Scalar>>(
    _ rows: RowTile<Scalar>, _ r: Int, _ shift: Shift,
    _ coefficients: Coefficients<Scalar>, _ factor: Scalar, _ weight: Scalar,
    _ output: UnsafeMutablePointer<Scalar>
  ) {
    let (row, classes) = (rows[r], rows.classes)
    switch (coefficients.targets?[r], coefficients.classWeights) {
    case (nil, nil):
      Row<Scalar, A>.gradient(
        row, classes, shift, UniformCoefficients(coefficients),
        factor: factor, weight: weight, to: output)
    case (nil, let weights?):
      Row<Scalar, A>.gradient(
        row, classes, shift,
        WeightedCoefficients(UniformCoefficients(coefficients), weights),
        factor: factor, weight: weight, to: output)
    case (let targets?, nil):
      Row<Scalar, A>.gradient(
        row, classes, shift, TargetCoefficients(coefficients, targets),
        factor: factor, weight: weight, to: output)
    case (let targets?, let weights?):
      Row<Scalar, A>.gradient(
        row, classes, shift,
        WeightedCoefficients(
          TargetCoefficients(coefficients, targets), weights),
        factor: factor, weight: weight, to: output)
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
    guard transform.hasSoftcap else {
      for i in 0..<count {
        values[i] = (values[i] - maxima[i]) * (1 / transform.temperature)
        slopes[i] = 1 / transform.temperature
      }
      return
    }
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      let shift = SoftcapShift<Double, A>(
        maximum: Double.load(maxima + i), transform)
      Double.store(shift.slope(Double.load(values + i)), to: slopes + i)
    }
    for i in stride(from: 0, to: count, by: Double.laneCount) {
      let shift = SoftcapShift<Double, A>(
        maximum: Double.load(maxima + i), transform)
      Double.store(shift.shifted(Double.load(values + i)), to: values + i)
    }
  }
}
