import KernelTypes
import Kernels

// Prints a digest of the bits that every kernel gives, over types, shapes and
// kinds of numbers: so that builds of the kernels can be compared.

@main
struct KernelDigest {
  static func main() {
    DigestedTable<FloatKernels>(name: "Float", from: { Float($0) }).printAll()
    DigestedTable<DoubleKernels>(name: "Double", from: { $0 }).printAll()
  }
}

/// A digest of numbers' bits; all NaN are one.
struct Digest {
  /// FNV-1a's, as http://www.isthe.com/chongo/tech/comp/fnv gives it.
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bits: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      value = (value ^ (bits >> UInt64(shift) & 255)) &* 0x100_0000_01b3
    }
  }

  /// Every Float is a Double of its own.
  mutating func add<Scalar: BinaryFloatingPoint>(_ number: Scalar) {
    add(number.isNaN ? ~0 : Double(number).bitPattern)
  }

  mutating func add<Scalar: BinaryFloatingPoint>(
    _ numbers: UnsafeMutablePointer<Scalar>, _ count: Int
  ) {
    for i in 0..<count { add(numbers[i]) }
  }
}
