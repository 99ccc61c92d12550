extension ExactSumWords {
  /// The sum, rounded once, to the nearest Double; of two as near, the even one.
  static func value(of words: UnsafePointer<Int64>) -> Double {
    let isPositive = words[positiveInfinity] != 0
    let isNegative = words[negativeInfinity] != 0
    if words[nan] != 0 || (isPositive && isNegative) { return .nan }
    if isPositive || isNegative { return isPositive ? .infinity : -.infinity }
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: digits) {
      copy in
      guard let start = copy.baseAddress else { return 0 }
      start.initialize(from: words, count: digits)
      return ExactSumWords(start).finiteValue()
    }
  }

  /// Leaves the digits of the sum's magnitude.
  private func finiteValue() -> Double {
    normalize()
    guard words[Self.digits - 1] < 0 else { return magnitude }
    for i in 0..<Self.digits { words[i] = 0 &- words[i] }
    normalize()
    return -magnitude
  }

  /// The value of digits that are normalised and not negative.
  private var magnitude: Double {
    guard let top = (0..<Self.digits).last(where: { words[$0] != 0 }) else {
      return 0
    }
    let highest = top * 32 + 63 - words[top].leadingZeroBitCount
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
    words[bit / 32] >> Int64(bit % 32) & 1 == 1
  }
}
