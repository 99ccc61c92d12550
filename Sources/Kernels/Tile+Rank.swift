import KernelTypes

extension Tile where Scalar: VectorScalar {
  /// The number of classes that come before a target, and the first of all, of a
  /// row that may have NaN, in any format and layout.
  ///
  /// NaN counts as larger than any number, and as equal to NaN.
  func rankAndPrediction(
    _ row: Int, of target: Int
  ) -> (rank: Double, prediction: Double) {
    let x = scalar(row, target)
    var largest = scalar(row, 0)
    var (rank, prediction) = (0, 0)
    for i in 0..<classes {
      let y = scalar(row, i)
      let isLarger = !x.isNaN && (y.isNaN || y > x)
      let isEqual = x.isNaN ? y.isNaN : y == x
      if isLarger || isEqual && i < target { rank += 1 }
      if largest < y || y.isNaN && !largest.isNaN {
        (prediction, largest) = (i, y)
      }
    }
    return (Double(rank), Double(prediction))
  }
}
