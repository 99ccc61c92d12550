extension Row where Scalar == Double {
  /// Replaces the first `count` values by their logarithms, whole vectors at a
  /// time: `values` has room up to the next multiple of the lane count.
  @inlinable @inline(__always)
  public static func logarithms(
    _ values: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    var i = 0
    while i < count {
      Double.logarithm(.load(values + i), A.self).store(to: values + i)
      i += Scalar.laneCount
    }
  }
}
