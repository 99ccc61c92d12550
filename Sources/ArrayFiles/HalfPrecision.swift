import CShims

/// Float out of the two formats that are half as long; exact for all values.
///
/// Both are read as the bits they are: not every platform has a Float16.
package enum HalfPrecision {
  /// Float of IEEE's binary16, whose elements are 5 bits of exponent and 10 of
  /// significand.
  ///
  /// - Precondition: `output` is as long as `input`.
  package static func widen(
    float16 input: UnsafeBufferPointer<UInt16>,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(input.count == output.count)
    for i in 0..<input.count { output[i] = float_of_float16(input[i]) }
  }

  /// Float of bfloat16, whose elements are a Float's upper half.
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
