/// Whether a name matches a pattern, in which `*` stands for any characters and `?`
/// for one.
func matches(_ name: String, _ pattern: String) -> Bool {
  let (name, pattern) = (
    Array(name.unicodeScalars), Array(pattern.unicodeScalars)
  )
  var (i, j) = (0, 0)
  // Where the last star is, and where what it stands for ends.
  var star: (pattern: Int, name: Int)?
  while i < name.count {
    if j < pattern.count, pattern[j] == "*" {
      star = (j, i)
      j += 1
    } else if j < pattern.count, pattern[j] == "?" || pattern[j] == name[i] {
      (i, j) = (i + 1, j + 1)
    } else if let last = star {
      star = (last.pattern, last.name + 1)
      (i, j) = (last.name + 1, last.pattern + 1)
    } else {
      return false
    }
  }
  return pattern[j...].allSatisfy { $0 == "*" }
}

/// Whether names differ in one number alone, which counts from 0 or 1 on: those of
/// batches that were saved one by one.
func areConsecutive(_ names: [String]) -> Bool {
  let parts = names.compactMap(NumberedName.init)
  guard parts.count > 1, parts.count == names.count else { return false }
  let numbers = parts.map(\.number).sorted()
  return numbers[0] <= 1
    && numbers == Array(numbers[0]..<numbers[0] + numbers.count)
    && parts.allSatisfy { $0.frame == parts[0].frame }
}

/// A name with a number, the last run of digits in it.
private struct NumberedName {
  let number: Int
  /// What is before and after it.
  let frame: [[UInt8]]

  init?(_ name: String) {
    let bytes = Array(name.utf8)
    guard let last = bytes.lastIndex(where: isDigit) else { return nil }
    let before = bytes[..<last].lastIndex { !isDigit($0) }
    let first = before.map { $0 + 1 } ?? 0
    let digits = String(decoding: bytes[first...last], as: UTF8.self)
    guard let number = Int(digits) else { return nil }
    self.number = number
    frame = [Array(bytes[..<first]), Array(bytes[(last + 1)...])]
  }
}
