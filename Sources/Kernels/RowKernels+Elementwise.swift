// Plain loops: the compiler makes vectors of them, and the order of the
// elements changes no result. `output` may be the row itself.
extension RowKernels {
  /// output = output · factor.
  @inline(__always)
  static func scale(
    _ output: UnsafeMutablePointer<Scalar>, _ classes: Int, by factor: Scalar
  ) {
    for i in 0..<classes { output[i] *= factor }
  }

  /// output = (x − maximum) − logarithm: two steps, so that a large maximum
  /// does not swallow the logarithm.
  @inline(__always)
  static func logProbabilities(
    maximum: Scalar, scale: Scalar, logarithm: Scalar,
    from row: UnsafePointer<Scalar>, _ classes: Int,
    to output: UnsafeMutablePointer<Scalar>
  ) {
    for i in 0..<classes { output[i] = (row[i] - maximum) * scale - logarithm }
  }

  /// output = output · factor − target · weight.
  @inline(__always)
  static func scale(
    _ output: UnsafeMutablePointer<Scalar>, _ classes: Int, by factor: Scalar,
    subtracting targets: UnsafePointer<Scalar>, times weight: Scalar
  ) {
    for i in 0..<classes {
      output[i] = output[i] * factor - targets[i] * weight
    }
  }
}
