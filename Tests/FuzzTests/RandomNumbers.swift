import Logits

extension RandomNumberGenerator {
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next() % UInt64(count))
  }

  /// True once in `times` calls on average.
  mutating func once(in times: Int) -> Bool { below(times) == 0 }

  mutating func one<Element>(of elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// A number from 0 to 1.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Any size that a caller could be wrong about.
  mutating func senselessSize() -> Int64 {
    one(of: [
      -1, -3, .min, .max, .max - 1, 1 << 62, Int64(next() >> 1) | 1 << 61,
    ])
  }

  /// A length around those of vectors, columns and segments.
  mutating func classes(upTo most: Int) -> Int {
    let vectors = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]
    let count =
      once(in: 3) ? 1 + below(24) : one(of: vectors) + below(3) - 1
    return min(max(count, 1), most)
  }
}

/// How the numbers of a case are spread.
enum NumberKind: CaseIterable {
  /// Uniform bits: NaN, infinities and subnormal numbers among them.
  case bits
  case ordinary
  /// Ordinary ones, and some that are not.
  case mixed

  func fill<Scalar: LogitScalar, Generator: RandomNumberGenerator>(
    _ numbers: UnsafeMutableBufferPointer<Scalar>,
    _ generator: inout Generator
  ) {
    let special: [Scalar] = [
      .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    let width = generator.one(of: [0.5, 10, 200])
    for i in numbers.indices {
      let bits = generator.next()
      if self == .bits || (self == .mixed && bits & 31 == 0) {
        numbers[i] =
          self == .bits
          ? Scalar(uniformBits: bits) : special[Int(bits >> 5 & 7)]
      } else {
        let fraction = Double(Int64(bitPattern: bits)) * 0x1p-63
        numbers[i] = Scalar(fraction * width)
      }
    }
  }
}

extension LogitScalar {
  /// The number whose bits these are, or half of them.
  init(uniformBits bits: UInt64) {
    if Self.self == Float.self {
      self.init(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    } else {
      self.init(Double(bitPattern: bits))
    }
  }
}
