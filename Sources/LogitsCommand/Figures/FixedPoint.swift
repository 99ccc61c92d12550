/// Numbers from 0 to 1 as integers, whose sums do not depend on the order: in units
/// of 2^−62, which are exact from 2^−10 on.
enum FixedPoint {
  private static let unit = 0x1p-62

  @inline(__always)
  static func units(_ number: Double) -> Int64 {
    let units = number / unit
    // From 2^52 on, there is nothing to round.
    return Int64(units < 0x1p52 ? units.rounded() : units)
  }

  static func value(_ units: UInt128) -> Double { Double(units) * unit }

  /// A probability less what has come of it, 1 or 0.
  @inline(__always)
  static func gap(_ probability: Double, _ isTrue: Bool) -> Int64 {
    units(probability) - (isTrue ? 1 << 62 : 0)
  }
}

/// The gaps of the samples in each of many bins, added up.
extension [Int128] {
  /// The most bins that are counted, of 16 bytes each.
  static var mostBins: Int { 1 << 22 }

  /// The mean distance of probability and frequency over the bins, weighted by
  /// their samples; NaN without any.
  func meanGap(samples: Int) -> Double {
    // Gaps that others made may be anything.
    let sum = reduce(0 as UInt128) { $0 &+ $1.magnitude }
    return FixedPoint.value(sum) / Double(samples)
  }
}
