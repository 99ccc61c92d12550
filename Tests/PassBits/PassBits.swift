import VectorPasses
import VectorPassesPortable

// Prints a digest of the bits of what every pass gives, over types, shapes and
// kinds of numbers: so that builds of the passes can be compared.

@main
struct PassBits {
  static func main() {
    Table(name: "Float", passes: floatPasses(), from: { Float($0) }).printAll()
    Table(name: "Double", passes: doublePasses(), from: { $0 }).printAll()
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
