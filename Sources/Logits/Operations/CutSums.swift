import CShims

/// Four exact sums of a few numbers each, for less work than ``ExactSumWords``.
///
/// Each number is cut at fixed places into three parts: x + c − c is x rounded to a
/// multiple of the last place of c, and what is left is exact (Rump, Ogita and
/// Oishi, "Accurate floating-point summation", SIAM J. Sci. Comput. 31, 2008). The
/// parts at one place have so few bits that ``additions`` of them add up without
/// rounding.
struct CutSums {
  private var high = quad_repeating(0)
  private var middle = quad_repeating(0)
  private var low = quad_repeating(0)

  /// How many numbers may be added to each.
  static let additions = 1 << 10

  /// Adds a number to each sum, unless one of them has a magnitude above 2^20, is
  /// not finite, or has bits below the lowest part.
  ///
  /// The parts are multiples of 2^−22, 2^−65 and 2^−108.
  @inline(__always)
  mutating func add(_ numbers: quad_vector) -> Bool {
    let (first, afterFirst) = Self.cut(numbers, by: 0x1.8p30)
    let (second, afterSecond) = Self.cut(afterFirst, by: 0x1.8p-13)
    let third = Self.cut(afterSecond, by: 0x1.8p-56).part
    // Their bits are compared, as a processor can be told to take subnormal
    // numbers for 0.
    let whole = quad_add(first, quad_add(second, third))
    let isSmall = quad_less(
      quad_multiply(numbers, numbers), quad_repeating(0x1p40))
    guard quad_all(isSmall), quad_all(quad_same_bits(whole, numbers)) else {
      return false
    }
    high = quad_add(high, first)
    middle = quad_add(middle, second)
    low = quad_add(low, third)
    return true
  }

  @inline(__always)
  private static func cut(
    _ numbers: quad_vector, by place: Double
  ) -> (part: quad_vector, rest: quad_vector) {
    let place = quad_repeating(place)
    let part = quad_subtract(quad_add(numbers, place), place)
    return (part, quad_subtract(numbers, part))
  }

  /// Adds one of the sums to words.
  func add(_ index: Int, to words: ExactSumWords) {
    words.add(high[index])
    words.add(middle[index])
    words.add(low[index])
  }
}
