extension Row {
  /// The largest element; NaN is passed over, and a row of NaN alone has −∞.
  @inlinable @inline(__always)
  public static func maximum(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Scalar {
    let end = RowEnd<Scalar>(classes: classes)
    let least = Vector(repeating: -.infinity)
    var partial = (least, least, least, least)
    reduce(row, to: end.wholeVectors, into: &partial) {
      $0 = $0.larger($1)
    }
    let last = partial.0.larger(end.load(row, filler: -.infinity))
    return last.larger(partial.1).larger(partial.2.larger(partial.3))
      .largestLane()
  }

  /// The first index of the largest element, or that of the first NaN.
  @inlinable @inline(__always)
  public static func argmax(
    _ rows: StoredTile<Scalar>, _ row: Int, _ scratch: Scratch
  ) -> Int {
    var best = 0
    var largest = -Scalar.infinity
    rows.forEachPiece(ofRow: row, rows.classes, scratch) {
      start, piece, count in
      let index = argmax(piece, count)
      let x = piece[index]
      if largest < x || (x.isNaN && !largest.isNaN) {
        (best, largest) = (start + index, x)
      }
    }
    return best
  }

  @inlinable @inline(__always)
  static func argmax(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int {
    let largest = maximum(row, classes)
    let end = RowEnd<Scalar>(classes: classes)
    if hasNaN(row, end), let nan = firstNaN(row, classes) { return nan }
    return firstIndex(of: largest, row, classes)
  }

  @inlinable @inline(__always)
  static func hasNaN(
    _ row: UnsafePointer<Scalar>, _ end: RowEnd<Scalar>
  ) -> Bool {
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    var found = (zero, zero, zero, zero)
    reduce(row, to: end.wholeVectors, into: &found) { mark, x in
      mark = one.replacing(with: mark, where: x .== x)
    }
    let last = end.load(row, filler: 0)
    found.0 = one.replacing(with: found.0, where: last .== last)
    return 0
      < found.0.larger(found.1).larger(found.2.larger(found.3))
      .largestLane()
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
    while i < end.wholeVectors, !Vector.any(Vector.load(row + i) .== wanted) {
      i += Scalar.laneCount
    }
    while i < classes - 1, row[i] != value { i += 1 }
    return i
  }
}
