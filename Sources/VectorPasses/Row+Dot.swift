// Sums over a row of logits or probabilities and a row of target
// probabilities. A target of 0 adds 0, whatever stands beside it.
extension Row {
  /// Σ y · (x − maximum).
  @inlinable @inline(__always)
  public static func dot(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    targets: UnsafePointer<Scalar>
  ) -> Double {
    let shift = Vector(repeating: maximum)
    return sum(targets, beside: row, classes) { x, y in y * (x - shift) }
  }

  /// Σ y · log p, with the logarithm in Double.
  @inlinable @inline(__always)
  public static func dotWithLogarithms(
    _ row: UnsafePointer<Scalar>, _ classes: Int,
    targets: UnsafePointer<Scalar>
  ) -> Double {
    var total = 0.0
    let lanes = Double.laneCount
    var i = 0
    while i < classes {
      var p = Double.Vector(repeating: 1)
      var y = Double.Vector(repeating: 0)
      for lane in 0..<Swift.min(lanes, classes - i) {
        p[lane] = Double(row[i + lane])
        y[lane] = Double(targets[i + lane])
      }
      let terms = y * Double.logarithm(p, A.self)
      total += Double.sum(of: terms.replacing(with: 0, where: y .== 0))
      i += lanes
    }
    return total
  }

  /// Σ y.
  @inlinable @inline(__always)
  public static func sum(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Double {
    let end = RowEnd<Scalar>(classes: classes)
    let last = end.uncovered(end.load(row, filler: 0), filler: 0)
    return sum(row, to: end.wholeVectors) { _, y in y } + Scalar.sum(of: last)
  }

  /// Σ term(x, y) over the classes whose target y is not 0.
  @inlinable @inline(__always)
  static func sum(
    _ targets: UnsafePointer<Scalar>, beside row: UnsafePointer<Scalar>,
    _ classes: Int, _ term: (_ x: Vector, _ y: Vector) -> Vector
  ) -> Double {
    let end = RowEnd<Scalar>(classes: classes)
    let sum = sum(targets, to: end.wholeVectors) { i, y in
      term(Scalar.load(row + i), y).replacing(with: 0, where: y .== 0)
    }
    let y = end.uncovered(end.load(targets, filler: 0), filler: 0)
    let last = term(end.load(row, filler: 0), y)
    return sum + Scalar.sum(of: last.replacing(with: 0, where: y .== 0))
  }
}
