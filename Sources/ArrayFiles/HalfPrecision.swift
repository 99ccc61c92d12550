import CShims

/// Converts float16 and bfloat16 to Float, exactly.
///
/// Both are given as bit patterns: not every platform has Float16.
package enum HalfPrecision {
  /// Converts IEEE binary16: 5 bits of exponent, 10 of significand.
  ///
  /// - Precondition: `output` is as long as `input`.
  package static func widen(
    float16 input: UnsafeBufferPointer<UInt16>,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(input.count == output.count)
    for i in 0..<input.count { output[i] = float_of_float16(input[i]) }
  }

  /// Converts bfloat16, the upper half of a Float.
  ///
  /// - Precondition: `output` is as long as `input`.
  package static func widen(
    bfloat16 input: UnsafeBufferPointer<UInt16>,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(input.count == output.count)
    for i in 0..<input.count { output[i] = float_of_bfloat16(input[i]) }
  }
}
