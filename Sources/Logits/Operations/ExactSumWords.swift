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

  func add(_ number: Double) {
    let bits = number.bitPattern
    let exponent = Int(bits >> 52 & 0x7ff)
    guard exponent < 0x7ff else {
      words[Self.index(ofSpecial: number)] &+= 1
      return
    }
    let fraction = bits & (1 << 52 - 1)
    let significand = exponent > 0 ? fraction | 1 << 52 : fraction
    // 53 bits, shifted within a digit, touch three of them.
    let position = max(exponent - 1, 0)
    let (shift, first) = (UInt64(position & 31), words + position >> 5)
    let low = significand << shift & 0xffff_ffff
    let middle = significand >> (32 - shift) & 0xffff_ffff
    let high = significand >> (64 - shift)
    // All ones below 0: (x ^ sign) − sign is then −x.
    let sign = Int64(bitPattern: bits) >> 63
    first[0] &+= (Int64(low) ^ sign) &- sign
    first[1] &+= (Int64(middle) ^ sign) &- sign
    first[2] &+= (Int64(high) ^ sign) &- sign
  }

  private static func index(ofSpecial number: Double) -> Int {
    if number.isNaN { return nan }
    return number > 0 ? positiveInfinity : negativeInfinity
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
