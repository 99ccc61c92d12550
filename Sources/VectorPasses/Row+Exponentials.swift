extension Row {
  /// Σ exp(z(x) − z(m)).
  @inlinable @inline(__always)
  public static func sumOfExponentials<Shift: LogitShift<Scalar>>(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: Shift
  ) -> Double {
    sum(classes) { position in
      Scalar.exponential(shift.shifted(position.load(row)), A.self)
    }
  }

  /// Stores exp(x − m) and returns the sum.
  ///
  /// `output` may be `row`: the last vector is read before it is overwritten.
  @inlinable @inline(__always)
  public static func storeExponentials(
    _ row: UnsafePointer<Scalar>, _ classes: Int, _ shift: PlainShift<Scalar>,
    to output: UnsafeMutablePointer<Scalar>
  ) -> Double {
    let end = RowEnd<Scalar>(classes: classes)
    let last = Scalar.exponential(
      shift.shifted(end.load(row, filler: 0)), A.self)
    let sum = sum(to: end.wholeVectors) { i in
      let power = Scalar.exponential(
        shift.shifted(Scalar.load(row + i)), A.self)
      Scalar.store(power, to: output + i)
      return power
    }
    end.store(last, to: output)
    return sum + Scalar.sum(of: end.uncovered(last))
  }
}
