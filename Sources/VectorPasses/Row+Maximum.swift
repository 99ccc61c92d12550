extension Row {
  /// The largest element; NaN is passed over, and a row of NaN alone has −∞.
  @inlinable @inline(__always)
  public static func maximum(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Scalar {
    let end = RowEnd<Scalar>(classes: classes)
    let least = Vector(repeating: -.infinity)
    var partial = (least, least, least, least)
    reduce(row, from: 0, to: end.wholeVectors, into: &partial) {
      $0 = larger($0, $2)
    }
    let last = larger(partial.0, end.load(row, filler: -.infinity))
    return larger(larger(last, partial.1), larger(partial.2, partial.3)).max()
  }

  /// The first index of the largest element, or that of the first NaN.
  @inlinable @inline(__always)
  public static func argmax(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int {
    let largest = maximum(row, classes)
    let end = RowEnd<Scalar>(classes: classes)
    if hasNaN(row, end), let nan = firstNaN(row, classes) { return nan }
    return firstIndex(of: largest, row, classes)
  }

  @inlinable @inline(__always)
  static func larger(_ a: Vector, _ b: Vector) -> Vector {
    a.replacing(with: b, where: b .> a)
  }

  @inlinable @inline(__always)
  static func hasNaN(
    _ row: UnsafePointer<Scalar>, _ end: RowEnd<Scalar>
  ) -> Bool {
    let zero = Vector(repeating: 0)
    var found = (zero, zero, zero, zero)
    reduce(row, from: 0, to: end.wholeVectors, into: &found) { mark, _, x in
      mark.replace(with: 1, where: x .!= x)
    }
    let last = end.load(row, filler: 0)
    found.0.replace(with: 1, where: last .!= last)
    let marks = (found.0 + found.1) + (found.2 + found.3)
    return Scalar.sum(of: marks) > 0
  }

  @inlinable @inline(__always)
  static func firstNaN(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int? {
    for i in 0..<classes where row[i].isNaN { return i }
    return nil
  }

  @inlinable @inline(__always)
  static func firstIndex(
    of value: Scalar, _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int {
    let end = RowEnd<Scalar>(classes: classes)
    let wanted = Vector(repeating: value)
    var i = 0
    while i < end.wholeVectors, !any(Scalar.load(row + i) .== wanted) {
      i += Scalar.laneCount
    }
    while i < classes - 1, row[i] != value { i += 1 }
    return i
  }
}
