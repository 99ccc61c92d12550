/// The words of an exact sum, in memory that someone else owns.
///
/// The sum is a fixed-point number with room for all Doubles: digits of 32 bits,
/// the lowest first and worth 2^−1074, each held in 64 bits so that carries can
/// wait (the "small superaccumulator" of R. Neal, arXiv:1505.05571). What is not
/// finite is counted behind them: NaN, +∞ and −∞.
///
/// So sums are merged by adding them word by word. No digit overflows while no
/// more than 2^30 numbers, or normalised sums, are added to a normalised one.
struct ExactSumWords {
  static let digits = 68
  static let nan = digits
  static let positiveInfinity = digits + 1
  static let negativeInfinity = digits + 2
  static let count = digits + 3

  /// The additions for which carries may wait.
  static let additions = 1 << 30

  let words: UnsafeMutablePointer<Int64>

  init(_ words: UnsafeMutablePointer<Int64>) { self.words = words }

  @inline(__always)
  func add(_ number: Double) {
    let bits = number.bitPattern
    let exponent = bits >> 52 & 0x7ff
    guard exponent < 0x7ff else { return count(number) }
    let fraction = bits & (1 << 52 - 1)
    let significand = exponent > 0 ? fraction | 1 << 52 : fraction
    // 53 bits, shifted within a digit, touch three of them.
    let position = exponent > 0 ? exponent &- 1 : 0
    let (shift, digit) = (position & 31, Int(truncatingIfNeeded: position >> 5))
    let low = significand &<< shift & 0xffff_ffff
    let others = significand &>> (32 &- shift)
    // All ones below 0: (x ^ sign) − sign is then −x.
    let sign = Int64(bitPattern: bits) >> 63
    add(low, sign, at: digit)
    add(others & 0xffff_ffff, sign, at: digit &+ 1)
    add(others >> 32, sign, at: digit &+ 2)
  }

  @inline(__always)
  private func add(_ bits: UInt64, _ sign: Int64, at digit: Int) {
    words[digit] &+= (Int64(bitPattern: bits) ^ sign) &- sign
  }

  /// Counts what is not finite.
  @inline(never)
  private func count(_ number: Double) {
    if number.isNaN {
      words[Self.nan] &+= 1
    } else {
      words[number > 0 ? Self.positiveInfinity : Self.negativeInfinity] &+= 1
    }
  }

  /// Takes all carries: then equal sums have equal digits, from 0 to 2^32 − 1 but
  /// for the last, which has the sign.
  func normalize() {
    for i in 0..<Self.digits - 1 {
      let carry = words[i] >> 32
      words[i] &= 0xffff_ffff
      words[i + 1] &+= carry
    }
  }

  /// Whether 2^30 normalised sums, of 2^62 numbers at most, can have made these
  /// words.
  static func arePossible(_ words: UnsafePointer<Int64>) -> Bool {
    let last = words[digits - 1]
    return (0..<digits).allSatisfy { words[$0].magnitude <= 1 << 62 }
      && last.magnitude <= 1 << 46
      && (nan..<count).allSatisfy { 0...(1 << 62) ~= words[$0] }
  }
}
