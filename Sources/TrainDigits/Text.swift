/// A number with this many digits behind the point.
package func decimal(_ value: Double, _ digits: Int) -> String {
  let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
  guard let scaled = Int(exactly: (value.magnitude * unit).rounded()) else {
    return "\(value)"
  }
  let figures = String(scaled)
  let zeros = String(repeating: "0", count: max(0, digits + 1 - figures.count))
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return sign + (zeros + figures).dropLast(digits) + "."
    + (zeros + figures).suffix(digits)
}

/// A part of 1, in percent.
func percent(_ value: Double) -> String { decimal(value * 100, 2) + " %" }

/// With spaces before it, at least this wide.
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// A bar that is filled up to a part of 1.
package func bar(_ part: Double, width: Int = 10) -> String {
  // Not a number is nothing.
  let filled = Int(max(0, min(part, 1)) * Double(width))
  return String(repeating: "█", count: filled)
    + String(repeating: "░", count: width - filled)
}
