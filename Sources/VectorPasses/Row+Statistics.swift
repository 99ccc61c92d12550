extension Row {
  /// With e = exp(z(x) − z(m)) the sums of e, e (z(x) − z(m)) and e², in one
  /// sweep.
  @inlinable @inline(__always)
  public static func statistics<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift
  ) -> (sum: Double, product: Double, square: Double) {
    let end = RowEnd<Scalar>(classes: classes)
    var (sum, product, square) = (0.0, 0.0, 0.0)
    var i = 0
    while i < end.wholeVectors {
      // Spilled as often as other sums are, each of which has four parts.
      let stop = Swift.min(i + 16 * Scalar.laneCount, end.wholeVectors)
      var sums = Vector(repeating: 0)
      var products = Vector(repeating: 0)
      var squares = Vector(repeating: 0)
      while i < stop {
        let (power, term) = term(Scalar.load(row + i), shift)
        sums += power
        products += term
        squares = A.multiplyAdd(power, power, squares)
        i += Scalar.laneCount
      }
      sum += Scalar.sum(of: sums)
      product += Scalar.sum(of: products)
      square += Scalar.sum(of: squares)
    }
    let (power, last) = term(end.load(row, filler: 0), shift)
    return (
      sum: sum + Scalar.sum(of: end.uncovered(power)),
      product: product + Scalar.sum(of: end.uncovered(last)),
      square: square + Scalar.sum(of: end.uncovered(power * power))
    )
  }

  /// e and e (z − z(m)), which is 0 where e is.
  @inlinable @inline(__always)
  static func term<Shift: LogitShift<Scalar>>(
    _ x: Vector, _ shift: Shift
  ) -> (power: Vector, product: Vector) {
    let shifted = shift.shifted(x)
    let power = Scalar.exponential(shifted, A.self)
    return (power, (power * shifted).replacing(with: 0, where: power .== 0))
  }

  /// How many classes come before `target` when all are sorted: those with a
  /// larger element, and those with an equal one and a smaller index.
  ///
  /// NaN counts as larger than any number, and as equal to NaN.
  @inlinable @inline(__always)
  public static func rank(
    _ row: UnsafePointer<Scalar>, _ classes: Int, of target: Int
  ) -> Int {
    let end = RowEnd<Scalar>(classes: classes)
    if row[target].isNaN || hasNaN(row, end) {
      return rankAmongNaN(row, classes, of: target)
    }
    let x = Vector(repeating: row[target])
    let one = Vector(repeating: 1)
    let zero = Vector(repeating: 0)
    let larger = sum(classes) {
      zero.replacing(with: one, where: x .< $0.load(row))
    }
    var equal = 0
    for i in 0..<target where row[i] == row[target] { equal += 1 }
    return Int(larger) + equal
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
    _ row: UnsafePointer<Scalar>, _ shift: PlainShift<Scalar>,
    _ other: UnsafePointer<Scalar>, _ otherShift: PlainShift<Scalar>,
    _ classes: Int
  ) -> Double {
    sum(classes) { position in
      let x = shift.shifted(position.load(row))
      let power = Scalar.exponential(x, A.self)
      let difference = x - otherShift.shifted(position.load(other))
      return (power * difference).replacing(with: 0, where: power .== 0)
    }
  }
}
