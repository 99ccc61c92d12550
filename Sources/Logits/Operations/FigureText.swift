/// A line of figures; an empty name continues the line above.
package typealias TextLine = (name: String, value: String)

/// Lines with their values aligned.
package func aligned(_ lines: [TextLine]) -> String {
  let width = lines.map(\.name.count).max() ?? 0
  return lines.map {
    $0.name + String(repeating: " ", count: width - $0.name.count + 2)
      + $0.value
  }.joined(separator: "\n")
}

/// Figures as text; what is not a number has no unit.
package struct FigureText {
  /// What stands for NaN.
  package let nan: String

  /// - Parameter hasNaN: Whether NaN went into the figures; otherwise it says that
  ///   there is nothing to compute them from.
  package init(hasNaN: Bool) { nan = hasNaN ? "NaN" : "n/a" }

  package func number(
    _ value: Double, _ digits: Int, unit: String = ""
  ) -> String {
    value.isNaN ? nan : decimal(value, digits) + unit
  }

  /// A fraction as a percentage.
  package func percent(_ fraction: Double) -> String {
    number(fraction * 100, 2, unit: " %")
  }

  /// "95 %: a to b".
  package func interval(
    _ interval: (lower: Double, upper: Double), between word: String = " to ",
    _ text: (Double) -> String
  ) -> String {
    interval.lower.isNaN || interval.upper.isNaN
      ? "95 %: \(nan)"
      : "95 %: " + text(interval.lower) + word + text(interval.upper)
  }
}

/// A number with this many digits after the decimal point, at most 9, rounded
/// once, as C's printf does; a huge one as Swift writes it.
package func decimal(_ value: Double, _ digits: Int) -> String {
  let whole = value.magnitude.rounded(.down)
  guard !value.isNaN else { return "NaN" }
  guard whole < 0x1p63 else { return "\(value)" }
  let power = (0..<digits).reduce(UInt64(1)) { power, _ in power * 10 }
  var (integer, part) = (UInt64(whole), value.magnitude - whole)
  var units: UInt64 = 0
  // Less than that rounds to nothing.
  if part > 0x1p-60 {
    // part = significand · 2^−shift, exactly.
    let shift = 52 - Int(part.exponent)
    let product = UInt128(part.significand * 0x1p52) * UInt128(power)
    let half = UInt128(1) << (shift - 1)
    units = UInt64(product >> shift)
    let rest = product - UInt128(units) << shift
    // The last digit: that of the units, or without any of the integer.
    let isOdd = (integer &* power &+ units) % 2 == 1
    if rest > half || (rest == half && isOdd) { units += 1 }
  }
  if units == power { (integer, units) = (integer + 1, 0) }
  let text = digits > 0 ? String(units + power).dropFirst() : ""
  let sign = value < 0 && (integer, units) != (0, 0) ? "-" : ""
  return sign + "\(integer)" + (digits > 0 ? "." + text : "")
}
