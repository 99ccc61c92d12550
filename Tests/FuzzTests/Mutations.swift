extension RandomNumberGenerator {
  /// A file with some bytes changed, put in, left out, or cut off.
  mutating func mutated(_ file: [UInt8]) -> [UInt8] {
    var file = file
    for _ in 0..<below(5) where !file.isEmpty { mutate(&file) }
    return file
  }

  private mutating func mutate(_ file: inout [UInt8]) {
    // Mostly in the header.
    let place = once(in: 4) ? below(file.count) : below(min(file.count, 200))
    let end = min(file.count, place + 1 + below(12))
    switch below(9) {
    case 0: file[place] ^= 1 << UInt8(below(8))
    case 1: file[place] = UInt8(below(256))
    case 2: file[place] = one(of: Array(#"{}[](),:"'\0123456789-.eTF "#.utf8))
    case 3: file.removeSubrange(place..<end)
    case 4: file.removeLast(file.count - place)
    case 5: file.insert(contentsOf: file[place..<end], at: place)
    case 6:
      file.insert(
        contentsOf: (0..<1 + below(20)).map { _ in UInt8(below(256)) },
        at: place)
    case 7: replaceNumber(&file, from: place)
    default:
      // A length in the first bytes, of either format.
      let length = next() >> UInt64(below(64))
      for i in 0..<8 where once(in: 2) && i < file.count {
        file[i] = UInt8(truncatingIfNeeded: length >> UInt64(8 * i))
      }
    }
  }

  /// Puts another number where digits are.
  private mutating func replaceNumber(_ file: inout [UInt8], from place: Int) {
    func isDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    guard let first = file[place...].firstIndex(where: isDigit) else { return }
    let end = file[first...].firstIndex { !isDigit($0) } ?? file.count
    let number = one(of: [
      "9223372036854775807", "9223372036854775808", "18446744073709551616",
      "4611686018427387904", "4294967296", "2147483648", "1152921504606846976",
      "99999999999999999999999999999", "-1", "-9223372036854775808", "0", "1",
      "1e9", "007", "3.5",
    ])
    file.replaceSubrange(first..<end, with: number.utf8)
  }
}
