extension Row {
  /// Σ t (z(x) − z(m)) for the coefficients t; a t of 0 adds 0.
  @inlinable @inline(__always)
  public static func dot<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift,
    _ coefficients: some RowCoefficients<Scalar>
  ) -> Double {
    sum(classes) { position in
      let t = coefficients.vector(position)
      return (t * shift.shifted(position.load(row)))
        .replacing(with: 0, where: t .== 0)
    }
  }

  /// Σ t for the coefficients t.
  @inlinable @inline(__always)
  public static func sum(
    _ coefficients: some RowCoefficients<Scalar>, _ classes: Int
  ) -> Double {
    sum(classes) { coefficients.vector($0) }
  }

  /// output = (exp(z(x) − z(m)) · factor − t · weight) · z′(x).
  ///
  /// `output` may be `row`.
  @inlinable @inline(__always)
  public static func gradient<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift,
    _ coefficients: some RowCoefficients<Scalar>,
    factor: Scalar, weight: Scalar, to output: UnsafeMutablePointer<Scalar>
  ) {
    store(classes, to: output) { position in
      let (shifted, slope) = shift.shiftedAndSlope(position.load(row))
      let power = Scalar.exponential(shifted, A.self)
      let t = coefficients.vector(position)
      return (power * factor - t * weight) * slope
    }
  }

  /// The gradient of a loss with respect to logits x, from p = softmax(x) and
  /// the gradient g with respect to p: p (g − Σ g p).
  ///
  /// `output` may be either row.
  @inlinable @inline(__always)
  public static func softmaxGradient(
    _ probabilities: UnsafePointer<Scalar>, _ upstream: UnsafePointer<Scalar>,
    _ classes: Int, to output: UnsafeMutablePointer<Scalar>
  ) {
    let mean = Scalar(
      sum(classes) { $0.load(probabilities) * $0.load(upstream) })
    store(classes, to: output) {
      $0.load(probabilities) * ($0.load(upstream) - mean)
    }
  }

  /// The same from l = logSoftmax(x) and the gradient g with respect to l:
  /// g − exp(l) Σ g.
  ///
  /// `output` may be either row.
  @inlinable @inline(__always)
  public static func logSoftmaxGradient(
    _ logProbabilities: UnsafePointer<Scalar>,
    _ upstream: UnsafePointer<Scalar>,
    _ classes: Int, to output: UnsafeMutablePointer<Scalar>
  ) {
    let total = Scalar(sum(upstream, classes))
    store(classes, to: output) {
      $0.load(upstream)
        - Scalar.exponential($0.load(logProbabilities), A.self) * total
    }
  }
}
