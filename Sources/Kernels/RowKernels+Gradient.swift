extension RowKernels {
  /// output = (exp(z(x) − z(m)) · factor − t · scale) · z′(x).
  ///
  /// `output` may be `row`.
  @inline(__always)
  static func gradient<Centered: CenteredLogits<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ logits: Centered,
    _ weights: VectorTargetWeights<Scalar>,
    factor: Vector, scale: Vector, to output: UnsafeMutablePointer<Scalar>
  ) {
    store(classes, to: output) { offset in
      let x = offset.load(row)
      let exponential = Scalar.exponential(logits.centered(x))
      let t = weights.vector(offset)
      return (exponential * factor - t * scale) * logits.slope(x)
    }
  }

  /// The gradient of a loss with respect to logits x, from p = softmax(x) and
  /// the gradient g with respect to p: p (g − Σ g p).
  ///
  /// `output` may be either row.
  @inline(__always)
  static func softmaxGradient(
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
  @inline(__always)
  static func logSoftmaxGradient(
    _ logProbabilities: UnsafePointer<Scalar>,
    _ upstream: UnsafePointer<Scalar>,
    _ classes: Int, to output: UnsafeMutablePointer<Scalar>
  ) {
    let total = Scalar(sum(upstream, classes))
    store(classes, to: output) {
      $0.load(upstream)
        - Scalar.exponential($0.load(logProbabilities)) * total
    }
  }
}
