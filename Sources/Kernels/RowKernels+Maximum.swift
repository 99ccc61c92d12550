import KernelTypes

extension RowKernels {
  /// The largest element; NaN is passed over, and a row of NaN alone has −∞.
  @inline(__always)
  static func maximum(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Scalar {
    let tail = RowTail<Scalar>(classes: classes)
    let least = Vector(repeating: -.infinity)
    var partial = (least, least, least, least)
    reduce(row, to: tail.wholeVectors, into: &partial) {
      $0 = $0.max($1)
    }
    let last = partial.0.max(tail.load(row, filler: -.infinity))
    return last.max(partial.1).max(partial.2.max(partial.3))
      .reduceMax()
  }

  /// The first index of the largest element, or that of the first NaN.
  @inline(__always)
  static func argmax(
    _ rows: Tile<Scalar>, _ row: Int, _ scratch: Scratch
  ) -> Int {
    var best = 0
    var largest = -Scalar.infinity
    rows.forEachSegment(ofRow: row, rows.classes, scratch) {
      start, segment, count in
      let index = argmax(segment, count)
      let x = segment[index]
      if largest < x || (x.isNaN && !largest.isNaN) {
        (best, largest) = (start + index, x)
      }
    }
    return best
  }

  @inline(__always)
  static func argmax(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int {
    let largest = maximum(row, classes)
    let tail = RowTail<Scalar>(classes: classes)
    if hasNaN(row, tail), let nan = firstNaN(row, classes) { return nan }
    return firstIndex(of: largest, row, classes)
  }

  @inline(__always)
  static func hasNaN(
    _ row: UnsafePointer<Scalar>, _ tail: RowTail<Scalar>
  ) -> Bool {
    let zero = Vector(repeating: 0)
    let one = Vector(repeating: 1)
    var found = (zero, zero, zero, zero)
    reduce(row, to: tail.wholeVectors, into: &found) { mark, x in
      mark = one.replacing(with: mark, where: x .== x)
    }
    let last = tail.load(row, filler: 0)
    found.0 = one.replacing(with: found.0, where: last .== last)
    return 0
      < found.0.max(found.1).max(found.2.max(found.3))
      .reduceMax()
  }

  @inline(__always)
  static func firstNaN(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int? {
    for i in 0..<classes where row[i].isNaN { return i }
    return nil
  }

  @inline(__always)
  static func firstIndex(
    of value: Scalar, _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Int {
    let tail = RowTail<Scalar>(classes: classes)
    let wanted = Vector(repeating: value)
    var i = 0
    while i < tail.wholeVectors, !Vector.any(Vector.load(row + i) .== wanted) {
      i += Scalar.laneCount
    }
    while i < classes - 1, row[i] != value { i += 1 }
    return i
  }
}
