import ArrayFiles
import Testing

@Suite struct HalfPrecisionTests {
  private let patterns = Array(UInt16.min...UInt16.max)

  /// The patterns whose results differ from `expected` in any bit; all NaN are
  /// equal.
  private func differences(
    _ expected: (UInt16) -> Float,
    _ widen: (
      UnsafeBufferPointer<UInt16>, UnsafeMutableBufferPointer<Float>
    ) -> Void
  ) -> [UInt16] {
    var widened = [Float](repeating: -1, count: patterns.count)
    patterns.withUnsafeBufferPointer { input in
      widened.withUnsafeMutableBufferPointer { widen(input, $0) }
    }
    return zip(patterns, widened).filter { pattern, value in
      let expected = expected(pattern)
      return expected.isNaN
        ? !value.isNaN : value.bitPattern != expected.bitPattern
    }.map(\.0)
  }

  #if !(os(macOS) && arch(x86_64))
  @Test func float16() {
    #expect(
      differences({ Float(Float16(bitPattern: $0)) }) {
        HalfPrecision.widen(float16: $0, into: $1)
      } == [])
  }
  #endif

  @Test func bfloat16() {
    #expect(
      differences({ Float(bitPattern: UInt32($0) << 16) }) {
        HalfPrecision.widen(bfloat16: $0, into: $1)
      } == [])
  }

  /// The vector loop and its remainder.
  @Test(arguments: 0..<20)
  func shortBuffers(_ count: Int) {
    // 1, -2, the smallest and the largest numbers, and infinity.
    let halves: [UInt16] = [0x3c00, 0xc000, 0x0001, 0x83ff, 0x7bff, 0xfc00]
    let floats: [Float] = [1, -2, 0x1p-24, -0x0.ffcp-14, 65504, -.infinity]
    let input = (0..<count).map { halves[$0 % halves.count] }
    let output = [Float](unsafeUninitializedCapacity: count) {
      let output = UnsafeMutableBufferPointer(rebasing: $0[..<count])
      input.withUnsafeBufferPointer {
        HalfPrecision.widen(float16: $0, into: output)
      }
      $1 = count
    }
    #expect(output == (0..<count).map { floats[$0 % floats.count] })
  }
}
