extension RowKernels {
  /// The number of classes that come before `target`, and the first of all:
  /// those with a larger element come before, and those with an equal one and a
  /// smaller index.
  ///
  /// NaN counts as larger than any number, and as equal to NaN. Where there can
  /// be none, the maximum says where to look for the first.
  @inline(__always)
  static func rankAndPrediction(
    _ row: UnsafePointer<Scalar>, _ classes: Int, of target: Int,
    maximum: Scalar, mayHaveNaN: Bool
  ) -> (rank: Int, prediction: Int) {
    let hasNaN = mayHaveNaN && hasNaN(row, RowTail(classes: classes))
    let rank =
      hasNaN
      ? rankAmongNaN(row, classes, of: target)
      : rank(row, classes, of: row[target], before: target)
    if rank == 0 { return (rank, target) }
    if hasNaN, let nan = firstNaN(row, classes) { return (rank, nan) }
    return (rank, firstIndex(of: maximum, row, classes))
  }

  @inline(__always)
  static func rank(
    _ row: UnsafePointer<Scalar>, _ classes: Int, of element: Scalar,
    before target: Int
  ) -> Int {
    let tail = RowTail<Scalar>(classes: classes)
    let x = Vector(repeating: element)
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    var counts = (zero, zero, zero, zero)
    reduce(row, to: tail.wholeVectors, into: &counts) { count, y in
      count += zero.replacing(with: one, where: x .< y)
    }
    counts.0 += tail.masked(
      zero.replacing(with: one, where: x .< tail.load(row, filler: 0)))
    let wholeVectors = target / Scalar.laneCount * Scalar.laneCount
    reduce(row, to: wholeVectors, into: &counts) { count, y in
      count += zero.replacing(with: one, where: x .== y)
    }
    var rank = Int(((counts.0 + counts.1) + (counts.2 + counts.3)).sum())
    for i in wholeVectors..<target where row[i] == element { rank += 1 }
    return rank
  }

  @inline(__always)
  static func rankAmongNaN(
    _ row: UnsafePointer<Scalar>, _ classes: Int, of target: Int
  ) -> Int {
    var rank = 0
    let x = row[target]
    for i in 0..<classes {
      let isNaN = row[i].isNaN
      let isLarger = x.isNaN ? false : isNaN || row[i] > x
      let isEqual = x.isNaN ? isNaN : row[i] == x
      if isLarger || isEqual && i < target { rank += 1 }
    }
    return rank
  }
}
