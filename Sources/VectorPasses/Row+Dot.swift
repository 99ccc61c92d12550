// Sums over a row of logits or probabilities and a row of target
// probabilities. A target of 0 adds 0, whatever stands beside it.
extension Row {
  /// Σ y · (x − m).
  @inlinable @inline(__always)
  public static func dot(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: PlainShift<Scalar>,
    targets: UnsafePointer<Scalar>
  ) -> Double {
    sum(classes) { position in
      let y = position.load(targets)
      return (y * shift.shifted(position.load(row))).zero(where: y)
    }
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
      total += Double.sum(of: terms.zero(where: y))
      i += lanes
    }
    return total
  }

  /// Σ y.
  @inlinable @inline(__always)
  public static func sum(
    _ row: UnsafePointer<Scalar>, _ classes: Int
  ) -> Double {
    sum(classes) { $0.load(row) }
  }
}
