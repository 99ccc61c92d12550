import CShims
import Kernels
import KernelsAVX2
import KernelsAVX512
import KernelTypes
import Testing

/// Rounding to half precision, by the C functions that all instruction sets have.
///
/// `HalfOutputTests` has what the kernels store.
@Suite struct NarrowingTests {
  /// All halves, and around the middle between two: a Float less, and one more.
  @Test func float16() {
    #if !(os(macOS) && arch(x86_64))
    check(float16_of_float) {
      Float16($0).bitPattern
    } widen: {
      Float(Float16(bitPattern: $0))
    }
    #endif
  }

  @Test func bfloat16() {
    check(bfloat16_of_float) { value in
      // In integers: the upper half, and one more from the middle on.
      let (bits, sign) = (value.magnitude.bitPattern, value.sign == .minus)
      let (upper, lower) = (UInt16(bits >> 16), bits & 0xffff)
      let isUp = lower > 0x8000 || lower == 0x8000 && upper % 2 == 1
      return (isUp ? upper + 1 : upper) | (sign ? 0x8000 : 0)
    } widen: {
      Float(bitPattern: UInt32($0) << 16)
    }
  }

  private func check(
    _ narrow: (Float) -> UInt16, _ exact: (Float) -> UInt16,
    widen: (UInt16) -> Float
  ) {
    var wrong: [Float] = []
    func compare(_ value: Float) {
      if narrow(value) != exact(value) { wrong.append(value) }
    }
    for bits in UInt16.min...UInt16.max {
      let value = widen(bits)
      if value.isNaN {
        if !widen(narrow(value)).isNaN { wrong.append(value) }
        continue
      }
      if narrow(value) != bits { wrong.append(value) }
      let next = bits < 0xffff ? widen(bits + 1) : .nan
      guard value.isFinite, next.isFinite else { continue }
      let middle = value / 2 + next / 2
      for float in [middle.nextDown, middle, middle.nextUp] { compare(float) }
    }
    for float in [
      65504, 65519.996, 65520, 65536, 1e10, 1e-8, 2.9802322e-8, 2.980233e-8,
      .leastNonzeroMagnitude, 3.3895314e38, .greatestFiniteMagnitude, .infinity,
    ] as [Float] {
      compare(float)
      compare(-float)
    }
    #expect(wrong == [])
    for bits in [0x7f80_0001, 0x7fff_ffff, 0xff80_0001, 0xffff_ffff] as [UInt32]
    {
      #expect(widen(narrow(Float(bitPattern: bits))).isNaN)
    }
  }
}
