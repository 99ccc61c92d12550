extension TransposedTile {
  /// How many classes come before a target with the logit x, and the first
  /// whose element is m; −1 if there is none.
  ///
  /// Both indices count from the group's first class; the target may be outside.
  @inline(__always)
  func ranksAndPredictions(
    target: Vector, logits x: Vector, maxima m: Vector
  ) -> (ranks: Vector, predictions: Vector) {
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    var rank = zero
    var prediction = Vector(repeating: -1)
    for i in stride(from: classes - 1, through: 0, by: -1) {
      let index = Vector(repeating: Scalar(i))
      let y = self[i]
      let tie = zero.replacing(with: one, where: y .== x)
      rank += zero.replacing(with: one, where: x .< y)
      rank += zero.replacing(with: tie, where: index .< target)
      prediction = prediction.replacing(with: index, where: y .== m)
    }
    return (rank, prediction)
  }

  /// The index of the largest element m or, one more, of the first NaN; 0
  /// where there is none.
  @inline(__always)
  func argmaxima() -> (maxima: Vector, largest: Vector, nan: Vector) {
    let m = maxima()
    var largest = Vector(repeating: 0)
    var firstNaN = Vector(repeating: 0)
    for i in stride(from: classes - 1, through: 0, by: -1) {
      let x = self[i]
      largest = largest.replacing(
        with: Vector(repeating: Scalar(i)), where: x .== m)
      firstNaN = Vector(repeating: Scalar(i + 1)).replacing(
        with: firstNaN, where: x .== x)
    }
    return (m, largest, firstNaN)
  }
}
