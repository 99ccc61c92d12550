/// A sum as two whole numbers of 2^−1074, bit by bit.
struct BitSum {
  private var positive = [UInt8](repeating: 0, count: 2200)
  private var negative = [UInt8](repeating: 0, count: 2200)

  init(_ numbers: [Double]) {
    for number in numbers {
      if number.sign == .plus {
        Self.add(number, to: &positive)
      } else {
        Self.add(-number, to: &negative)
      }
    }
  }

  private static func add(_ number: Double, to bits: inout [UInt8]) {
    var position = max(Int(number.exponentBitPattern), 1) - 1
    let implicit: UInt64 = number.isNormal ? 1 << 52 : 0
    var rest = number.significandBitPattern | implicit
    var carry: UInt8 = 0
    while rest > 0 || carry > 0 {
      let sum = bits[position] + UInt8(rest & 1) + carry
      bits[position] = sum & 1
      carry = sum >> 1
      rest >>= 1
      position += 1
    }
  }

  /// The difference modulo 2^2176, in digits of 32 bits, of which the last is
  /// signed.
  var digits: [Int64] {
    var borrow: Int8 = 0
    var digits = [UInt32](repeating: 0, count: 68)
    for i in 0..<68 * 32 {
      let difference = Int8(positive[i]) - Int8(negative[i]) - borrow
      digits[i / 32] |= UInt32(difference & 1) << UInt32(i % 32)
      borrow = difference < 0 ? 1 : 0
    }
    return digits.dropLast().map { Int64($0) }
      + [Int64(Int32(bitPattern: digits[67]))]
  }

  var value: Double {
    let isLess = positive.reversed().lexicographicallyPrecedes(
      negative.reversed())
    let (larger, smaller) =
      isLess ? (negative, positive) : (positive, negative)
    var bits = larger
    var borrow: Int8 = 0
    for i in bits.indices {
      let difference = Int8(larger[i]) - Int8(smaller[i]) - borrow
      bits[i] = UInt8(difference & 1)
      borrow = difference < 0 ? 1 : 0
    }
    guard let top = bits.lastIndex(of: 1) else { return 0 }
    let low = max(top - 52, 0)
    var significand = bits[low...top].reversed().reduce(UInt64(0)) {
      2 * $0 + UInt64($1)
    }
    if low > 0, bits[low - 1] == 1 {
      let isMore = bits[..<(low - 1)].contains(1)
      if isMore || significand % 2 == 1 { significand += 1 }
    }
    return Double(
      sign: isLess ? .minus : .plus, exponent: low - 1074,
      significand: Double(significand))
  }
}
