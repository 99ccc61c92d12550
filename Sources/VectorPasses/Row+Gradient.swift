extension Row {
  /// output = (exp(z(x) − z(m)) · factor − t · weight) · z′(x).
  ///
  /// `output` may be `row`.
  @inlinable @inline(__always)
  static func gradient<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift,
    _ coefficients: RowCoefficients<Scalar>,
    factor: Vector, weight: Vector, to output: UnsafeMutablePointer<Scalar>
  ) {
    store(classes, to: output) { position in
      let x = position.load(row)
      let power = Scalar.exponential(shift.shifted(x), A.self)
      let t = coefficients.vector(position)
      return (power * factor - t * weight) * shift.slope(x)
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
      $0.load(probabilities) * ($0.load(upstream) - Vector(repeating: mean))
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
