/// Whether a name comes before another, where runs of digits are numbers.
func naturallyPrecedes(_ a: String, _ b: String) -> Bool {
  var (x, y) = (a.utf8[...], b.utf8[...])
  while let first = x.first, let second = y.first {
    if isDigit(first), isDigit(second) {
      let (m, n) = (takeNumber(&x), takeNumber(&y))
      if m.count != n.count { return m.count < n.count }
      if m != n { return m.lexicographicallyPrecedes(n) }
    } else {
      if first != second { return first < second }
      x.removeFirst()
      y.removeFirst()
    }
  }
  // 01 and 1 are the same number.
  return x.isEmpty == y.isEmpty ? a < b : x.isEmpty
}

func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

/// Removes the digits in front, and returns them without leading zeros.
private func takeNumber(_ text: inout Substring.UTF8View) -> [UInt8] {
  let digits = text.prefix(while: isDigit)
  text = text[digits.endIndex...]
  return Array(digits.drop { $0 == 0x30 })
}
