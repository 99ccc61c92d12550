// What takes the place of the elements of a group.
extension TransposedTile {
  /// element = element · factor.
  @inline(__always)
  func scale(by factor: Vector) {
    for i in 0..<classes { self[i] = self[i] * factor }
  }

  /// element = element · factor − y · weight.
  @inline(__always)
  func scale(by factor: Vector, subtracting y: Self, times weight: Vector) {
    for i in 0..<classes { self[i] = self[i] * factor - y[i] * weight }
  }

  /// element = (x − m) · scale − l.
  @inline(__always)
  func replaceByLogProbabilities(
    maxima m: Vector, scale: Scalar, logarithms l: Vector
  ) {
    let scale = Vector(repeating: scale)
    for i in 0..<classes { self[i] = (self[i] - m) * scale - l }
  }

  /// element = (exp(z(x) − z(m)) · factor − t · scale) · z′(x).
  @inline(__always)
  func replaceByGradient(
    _ logits: some CenteredLogits<Scalar>,
    _ weights: VectorTargetWeights<Scalar>, factor: Vector, scale: Vector
  ) {
    for i in 0..<classes {
      let x = self[i]
      let exponential = Scalar.exponential(logits.centered(x))
      let t = weights.vector(ClassOffset<Scalar>(i))
      self[i] = (exponential * factor - t * scale) * logits.slope(x)
    }
  }
}
