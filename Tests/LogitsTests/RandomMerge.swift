import TestSupport

/// Cuts a sequence into parts of random lengths, of at most `most` elements.
func parts<Element>(
  of elements: [Element], upTo most: Int, _ generator: inout SeededGenerator
) -> [ArraySlice<Element>] {
  var parts: [ArraySlice<Element>] = []
  var start = 0
  while start < elements.count {
    let end = start + Int.random(in: 0...most, using: &generator)
    parts.append(elements[start..<min(end, elements.count)])
    start = end
  }
  return parts
}

/// Merges random pairs until one is left; `nil` if there is none.
func mergedInAnyOrder<Part>(
  _ parts: [Part], _ generator: inout SeededGenerator,
  _ merge: (inout Part, Part) throws -> Void
) rethrows -> Part? {
  var parts = parts
  while parts.count > 1 {
    let other = parts.remove(
      at: Int.random(in: 0..<parts.count, using: &generator))
    let i = Int.random(in: 0..<parts.count, using: &generator)
    try merge(&parts[i], other)
  }
  return parts.first
}
