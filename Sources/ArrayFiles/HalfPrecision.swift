/// Float out of the two formats that are half as long; exact for all values.
///
/// Both are read as the bits they are: not every platform has a Float16. The
/// loops have no branch, and so become vector instructions.
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
    // Exponents count from 15 there, and from 127 here.
    let shift: UInt32 = (127 - 15) << 23
    let smallestNormal: UInt32 = 1 << 23
    let infinity: UInt32 = 31 << 23
    for index in 0..<input.count {
      let bits = UInt32(input[index])
      let magnitude = (bits & 0x7fff) << 13
      let normal = magnitude &+ shift
      // Below 2⁻¹⁴, digits lack the leading 1: it is added and taken away.
      let leadingOne = shift &+ smallestNormal
      let subnormal =
        Float(bitPattern: magnitude &+ leadingOne)
        - Float(bitPattern: leadingOne)
      let finite =
        magnitude < smallestNormal ? subnormal.bitPattern : normal
      let value = magnitude < infinity ? finite : normal &+ shift
      output[index] = Float(bitPattern: (bits & 0x8000) << 16 | value)
    }
  }

  /// Float of bfloat16, whose elements are a Float's upper half.
  ///
  /// - Precondition: `output` is as long as `input`.
  package static func widen(
    bfloat16 input: UnsafeBufferPointer<UInt16>,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(input.count == output.count)
    for index in 0..<input.count {
      output[index] = Float(bitPattern: UInt32(input[index]) << 16)
    }
  }
}
