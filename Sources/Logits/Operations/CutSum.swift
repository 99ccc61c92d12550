/// An exact sum of a few numbers, for less work than ``ExactSumWords``.
///
/// Each number is cut at fixed places into three parts: x + c − c is x rounded to a
/// multiple of the last place of c, and what is left is exact (Rump, Ogita and
/// Oishi, "Accurate floating-point summation", SIAM J. Sci. Comput. 31, 2008). The
/// parts at one place have so few bits that ``additions`` of them add up without
/// rounding.
struct CutSum {
  private var high = 0.0
  private var middle = 0.0
  private var low = 0.0

  /// How many numbers may be added.
  static let additions = 1 << 10

  /// The largest magnitude of a part; the parts of a number are then multiples of
  /// 2^−22, 2^−65 and 2^−108.
  private static let bound = 0x1p20

  /// Below, what is left might be subnormal, which a processor can be told to take
  /// for 0.
  private static let least = 0x1p-900

  /// Adds a number, unless it is too large, too small or not finite, or has bits
  /// below the lowest part.
  @inline(__always)
  mutating func add(_ number: Double) -> Bool {
    let bits = number.magnitude.bitPattern
    guard
      Self.least.bitPattern...Self.bound.bitPattern ~= bits || bits == 0
    else { return false }
    let (first, afterFirst) = Self.cut(number, by: 0x1.8p30)
    let (second, afterSecond) = Self.cut(afterFirst, by: 0x1.8p-13)
    let (third, rest) = Self.cut(afterSecond, by: 0x1.8p-56)
    guard rest == 0 else { return false }
    high += first
    middle += second
    low += third
    return true
  }

  @inline(__always)
  private static func cut(
    _ number: Double, by place: Double
  ) -> (part: Double, rest: Double) {
    let part = (number + place) - place
    return (part, number - part)
  }

  /// Adds the sum to words.
  func add(to words: ExactSumWords) {
    words.add(high)
    words.add(middle)
    words.add(low)
  }
}
