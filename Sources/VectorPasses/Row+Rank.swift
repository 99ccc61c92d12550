extension Row {
  /// How many classes come before `target` when all are sorted, and the first of
  /// all: those with a larger element come before, and those with an equal one
  /// and a smaller index.
  ///
  /// NaN counts as larger than any number, and as equal to NaN. Where there can
  /// be none, the maximum says where to look for the first.
  @inlinable @inline(__always)
  public static func rankAndFirst(
    _ row: UnsafePointer<Scalar>, _ classes: Int, of target: Int,
    maximum: Scalar, mayHaveNaN: Bool
  ) -> (rank: Int, first: Int) {
    let hasNaN = mayHaveNaN && hasNaN(row, RowEnd(classes: classes))
    let rank =
      hasNaN
      ? rankAmongNaN(row, classes, of: target)
      : rank(row, classes, of: target)
    if rank == 0 { return (rank, target) }
    if hasNaN, let nan = firstNaN(row, classes) { return (rank, nan) }
    return (rank, firstIndex(of: maximum, row, classes))
  }

  @inlinable @inline(__always)
  static func rank(
    _ row: UnsafePointer<Scalar>, _ classes: Int, of target: Int
  ) -> Int {
    let end = RowEnd<Scalar>(classes: classes)
    let x = Vector(repeating: row[target])
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    var counts = (zero, zero, zero, zero)
    reduce(row, to: end.wholeVectors, into: &counts) { count, y in
      count += zero.replacing(with: one, where: x .< y)
    }
    counts.0 += end.uncovered(
      zero.replacing(with: one, where: x .< end.load(row, filler: 0)))
    let wholeVectors = target / Scalar.laneCount * Scalar.laneCount
    reduce(row, to: wholeVectors, into: &counts) { count, y in
      count += zero.replacing(with: one, where: x .== y)
    }
    var rank = Int(
      ((counts.0 + counts.1) + (counts.2 + counts.3)).sum())
    for i in wholeVectors..<target where row[i] == row[target] { rank += 1 }
    return rank
  }

  @inlinable @inline(__always)
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

  /// Σ e ((x − m) − (y − n)), with e = exp(x − m), for two rows x and y and
  /// their maxima m and n.
  @inlinable @inline(__always)
  public static func divergence(
    _ row: UnsafePointer<Scalar>, maximum: Scalar,
    _ other: UnsafePointer<Scalar>, maximum otherMaximum: Scalar,
    _ classes: Int
  ) -> Double {
    let shift = PlainShift<Scalar>(maximum: Vector(repeating: maximum))
    let otherShift = PlainShift<Scalar>(
      maximum: Vector(repeating: otherMaximum))
    return sum(classes) { position in
      let x = shift.shifted(position.load(row))
      let power = Scalar.exponential(x, A.self)
      let difference = x - otherShift.shifted(position.load(other))
      return (power * difference).zero(where: power)
    }
  }
}
