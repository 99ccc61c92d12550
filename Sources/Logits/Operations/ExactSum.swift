/// A sum of Doubles without any rounding, until it is asked for.
///
/// So it does not depend on the order of what is added, nor on how partial sums
/// are grouped. It is a fixed-point number with room for all Doubles: digits of
/// 32 bits, the lowest worth 2^−1074, each held in 64 bits so that carries can
/// wait (the "small superaccumulator" of R. Neal, arXiv:1505.05571).
///
/// Infinities and NaN add up as they do in a Double; one NaN is as good as
/// another, or the order would show in its bits.
public struct ExactSum: Sendable {
  /// Digits, the lowest first; from 0 to 2^32 − 1 once carries are taken, but
  /// for the last.
  private var digits = [Int64](repeating: 0, count: 68)
  /// Numbers added since carries were taken.
  private var pending = 0
  /// The sum of what is not finite.
  private var special = 0.0

  /// A sum of nothing.
  public init() {}

  /// Adds a number.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ number: Double) {
    guard number.isFinite else {
      addSpecial(number)
      return
    }
    var exponent = Int(number.exponentBitPattern)
    var significand = number.significandBitPattern
    if exponent > 0 {
      significand |= 1 << 52
      exponent -= 1
    }
    // 53 bits, shifted within a digit, touch three of them.
    let (digit, shift) = (exponent / 32, UInt64(exponent % 32))
    let low = Int64(significand << shift & 0xffff_ffff)
    let middle = Int64(significand >> (32 - shift) & 0xffff_ffff)
    let high = Int64(significand >> (64 - shift))
    let sign: Int64 = number.sign == .plus ? 1 : -1
    digits.withUnsafeMutableBufferPointer { digits in
      digits[digit] += sign * low
      digits[digit + 1] += sign * middle
      digits[digit + 2] += sign * high
    }
    pending += 1
    if pending == 1 << 30 { carry() }
  }

  /// Adds another sum.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ other: ExactSum) {
    let other = other.carried
    carry()
    for i in digits.indices { digits[i] += other.digits[i] }
    carry()
    addSpecial(other.special)
  }

  private mutating func addSpecial(_ number: Double) {
    special += number
    if special.isNaN { special = .nan }
  }

  /// The sum, rounded once, to the nearest Double; of two as near, the even one.
  ///
  /// A sum beyond the range of Double is infinite.
  ///
  /// - Complexity: O(1).
  public var value: Double {
    guard special == 0 else { return special }
    var sum = carried
    let isNegative = sum.digits[67] < 0
    if isNegative {
      for i in sum.digits.indices { sum.digits[i].negate() }
      sum.carry()
    }
    return isNegative ? -sum.magnitude : sum.magnitude
  }

  /// Takes all carries: then equal sums have equal digits.
  private mutating func carry() {
    for i in 0..<digits.count - 1 {
      let carry = digits[i] >> 32
      digits[i] -= carry << 32
      digits[i + 1] += carry
    }
    pending = 0
  }

  private var carried: ExactSum {
    var sum = self
    sum.carry()
    return sum
  }

  /// The value of digits that are not negative.
  private var magnitude: Double {
    guard let top = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    let highest = top * 32 + 63 - digits[top].leadingZeroBitCount
    // 2^1024; the last digit may have bits beyond its 32.
    guard highest < 1074 + 1024 else { return .infinity }
    // In units of 2^−1074 a number below 2^53 is its own bit pattern; each
    // doubling from there on adds 1 to the exponent.
    let shift = max(highest - 52, 0)
    var pattern = UInt64(shift) << 52
    for bit in 0...(highest - shift) where isSet(shift + bit) {
      pattern += 1 << UInt64(bit)
    }
    if shift > 0, isSet(shift - 1) {
      let isTie = !(0..<shift - 1).contains(where: isSet)
      if !isTie || pattern & 1 == 1 { pattern += 1 }
    }
    return Double(bitPattern: pattern)
  }

  private func isSet(_ bit: Int) -> Bool {
    digits[bit / 32] >> Int64(bit % 32) & 1 == 1
  }
}

extension ExactSum: Hashable {
  /// Whether two sums are the same number, or both NaN.
  public static func == (a: ExactSum, b: ExactSum) -> Bool {
    a.carried.digits == b.carried.digits
      && a.special.bitPattern == b.special.bitPattern
  }

  /// Hashes the number.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(carried.digits)
    hasher.combine(special.bitPattern)
  }
}

extension ExactSum: Codable {
  private enum CodingKeys: String, CodingKey {
    case digits
    case special
  }

  /// Reads what ``encode(to:)`` has written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try container.decode([Int64].self, forKey: .digits)
    let bits = try container.decode(UInt64.self, forKey: .special)
    // 2^62 of the largest Doubles make 2^16 of the last digit. One that is near
    // the end of its range would overflow in a merge.
    guard stored.count == digits.count,
      stored.dropLast().allSatisfy({ 0...0xffff_ffff ~= $0 }),
      -0x1_0000...0x1_0000 ~= stored[67],
      bits == 0 || !Double(bitPattern: bits).isFinite
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .digits, in: container, debugDescription: "no exact sum")
    }
    digits = stored
    addSpecial(Double(bitPattern: bits))
  }

  /// Writes the digits, and the bits of what is not finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(carried.digits, forKey: .digits)
    try container.encode(special.bitPattern, forKey: .special)
  }
}
