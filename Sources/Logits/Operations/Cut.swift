/// As few ranges of a count as need be, all about as long: of whole micro-tiles,
/// but for the last.
struct Cut {
  private let total: Int
  private let length: Int
  /// The number of ranges.
  let count: Int

  init(_ total: Int, longest: Int) {
    let parts = (total + longest - 1) / longest
    let even = (total + parts - 1) / max(1, parts)
    self.total = total
    length = max(1, (even + 63) / 64 * 64)
    count = (total + length - 1) / length
  }

  subscript(index: Int) -> Range<Int> {
    index * length..<min((index + 1) * length, total)
  }
}
