import Foundation
import TestSupport
import KernelTypes

extension Points<Double> {
  /// A way through a range, from 0 to 1.
  typealias Curve = @Sendable (_ parameter: Double) -> Double

  /// Points on curves, as many on each: of as many equal parts of a curve as it
  /// has points, chance takes one point each.
  static func stratified(_ count: Int, over curves: [Curve]) -> Points {
    let parts = count / curves.count
    return Points(count: parts * curves.count) { i in
      var generator = SeededGenerator(seed: UInt64(i))
      let jitter = Double(generator.next() >> 11) * 0x1p-53
      let (part, curve) = i.quotientAndRemainder(dividingBy: curves.count)
      return curves[curve]((Double(part) + jitter) / Double(parts))
    }
  }

  /// Where the exponential is not 0: evenly, and the same number a binade.
  static func exponents(_ count: Int) -> Points {
    let least = Double.leastExponent
    return stratified(
      count,
      over: [
        { least * $0 },
        { max(least, -exp2(-60 + 70 * $0)) },
      ])
  }

  /// Below: evenly for a while, and the same number a binade.
  static func belowExponents(_ count: Int) -> Points {
    let most = Double.leastExponent.nextDown
    return stratified(
      count,
      over: [
        { most - 100 * $0 },
        { min(most, -exp2(9 + 1015 * $0)) },
      ])
  }

  /// All positive numbers, the same number a binade, and more of those near 1.
  static func positiveNumbers(_ count: Int) -> Points {
    stratified(
      count,
      over: [
        { exp2(-1074 + 2098 * $0) },
        { 0.5 + 1.5 * $0 },
        { 1 + exp2(-53 + 53 * $0) },
        { 1 - exp2(-54 + 53 * $0) },
      ])
  }
}
