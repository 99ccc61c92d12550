extension RowKernels where Scalar == Double {
  /// Replaces the first `count` values by their logarithms, whole vectors at a
  /// time: `values` has room up to the next multiple of the lane count.
  @inline(__always)
  static func logarithms(
    _ values: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    var i = 0
    while i < count {
      Double.logarithm(.load(values + i)).store(to: values + i)
      i += Scalar.laneCount
    }
  }
}
