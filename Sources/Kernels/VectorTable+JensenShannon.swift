import KernelTypes

// With s = p + q and t = (p − q) / s the Jensen-Shannon divergence is
//
//   JS = ¼ Σ s h(t),  h(t) = (1 + t) log (1 + t) + (1 − t) log (1 − t)
//                          = t² + t⁴ / 6 + t⁶ / 15 + …,
//
// where no term is negative, and the series takes the place of the logarithms
// where these would cancel.
extension VectorTable {
  package static func jensenShannonSum(
    _ p: RowValues, _ factor: Double, _ q: RowValues, _ otherFactor: Double,
    _ count: Int
  ) -> Double {
    let factor = DoubleVector(repeating: factor)
    let otherFactor = DoubleVector(repeating: otherFactor)
    return RowKernels<Double>.sum(count) { offset in
      term(offset.load(p) * factor, offset.load(q) * otherFactor)
    }
  }

  /// s h(t).
  @inline(__always)
  private static func term(
    _ p: DoubleVector, _ q: DoubleVector
  ) -> DoubleVector {
    let s = p + q
    let t = (p - q) / s
    let square = t * t
    var h = series(square) * square
    let isFar = DoubleVector(repeating: 1 / 16) .< square
    if DoubleVector.any(isFar) {
      h = h.replacing(with: logarithms(p, q, s), where: isFar)
    }
    return (s * h).zero(where: s)
  }

  /// h(t), with 1 + t = 2 p / s and 1 − t = 2 q / s.
  @inline(never)
  private static func logarithms(
    _ p: DoubleVector, _ q: DoubleVector, _ s: DoubleVector
  ) -> DoubleVector {
    // Beside a factor of 0, any number will do for log 0.
    let least = DoubleVector(repeating: .leastNormalMagnitude)
    let (above, below) = ((p + p) / s, (q + q) / s)
    return above * Double.logarithm(above.max(least))
      + below * Double.logarithm(below.max(least))
  }

  /// h(t) / t² for t² up to 1/16: Σ t^(2k − 2) / (k (2k − 1)).
  @inline(__always)
  private static func series(_ z: DoubleVector) -> DoubleVector {
    var sum = DoubleVector(repeating: 1 / 231)
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 190))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 153))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 120))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 91))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 66))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 45))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 28))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 15))
    sum = multiplyAdd(sum, z, DoubleVector(repeating: 1 / 6))
    return multiplyAdd(sum, z, DoubleVector(repeating: 1))
  }
}
