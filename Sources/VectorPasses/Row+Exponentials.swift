extension Row {
  /// Σ exp(x − maximum).
  @inlinable @inline(__always)
  public static func sumOfExponentials(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar
  ) -> Double {
    let end = RowEnd<Scalar>(classes: classes)
    let shift = Vector(repeating: maximum)
    let sum = sum(row, to: end.wholeVectors) { _, x in
      Scalar.exponential(x - shift, A.self)
    }
    let last = Scalar.exponential(
      end.load(row, filler: -.infinity) - shift, A.self)
    return sum + Scalar.sum(of: end.uncovered(last, filler: 0))
  }

  /// Stores exp(x − maximum) and returns the sum.
  ///
  /// `output` may be `row`: the last vector is read before it is overwritten.
  @inlinable @inline(__always)
  public static func storeExponentials(
    _ row: UnsafePointer<Scalar>, _ classes: Int, maximum: Scalar,
    to output: UnsafeMutablePointer<Scalar>
  ) -> Double {
    let end = RowEnd<Scalar>(classes: classes)
    let shift = Vector(repeating: maximum)
    let last = Scalar.exponential(
      end.load(row, filler: -.infinity) - shift, A.self)
    let sum = sum(row, to: end.wholeVectors) { i, x in
      let power = Scalar.exponential(x - shift, A.self)
      Scalar.store(power, to: output + i)
      return power
    }
    end.store(last, to: output)
    return sum + Scalar.sum(of: end.uncovered(last, filler: 0))
  }
}
