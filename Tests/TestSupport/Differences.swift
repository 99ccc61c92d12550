/// The numbers that are further from the expected ones than is allowed, for the
/// element of an index.
package func differences(
  _ found: [Double], _ expected: [Double], allowed: (Int) -> Double
) -> [String] {
  guard found.count == expected.count else {
    return ["\(found.count) numbers instead of \(expected.count)"]
  }
  return found.indices.compactMap { i in
    abs(found[i] - expected[i]) <= allowed(i)
      ? nil : "[\(i)]: \(found[i]) instead of \(expected[i])"
  }
}

/// The same of numbers that were narrowed.
package func differences<Logit: TestLogit>(
  _ found: [Logit], _ expected: [Double], allowed: (Int) -> Double
) -> [String] {
  differences(found.map { Double($0.scalar) }, expected) {
    // The least numbers of a half are 2^-24 apart.
    allowed($0) + Logit.narrowing * abs(expected[$0])
      + (Logit.narrowing > 0 ? 0x1p-25 : 0)
  }
}
