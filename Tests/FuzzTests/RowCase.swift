import Logits
import TestSupport

/// A batch of rows of any numbers, for every table.
struct RowCase<Logit: TestLogit> {
  typealias Scalar = Logit.Scalar

  let classes: Int
  let gap: Int
  let offset: Int
  /// Numbers that a logit can be.
  let rows: [[Scalar]]

  init(using generator: inout some RandomNumberGenerator) {
    let classes = generator.classes(upTo: generator.once(in: 8) ? 2050 : 70)
    self.classes = classes
    gap = generator.one(of: [0, 0, 1, 5])
    offset = generator.below(4)
    let kind = generator.one(of: NumberKind.allCases)
    let moves = generator.once(in: 4)
    var rows: [[Scalar]] = []
    for _ in 0..<1 + generator.below(generator.once(in: 8) ? 40 : 4) {
      var row = [Scalar](repeating: 0, count: classes)
      row.withUnsafeMutableBufferPointer { kind.fill($0, &generator) }
      // Far from 0, where only differences count.
      if moves { row = row.map { $0 + 1000 } }
      if generator.once(in: 40) {
        let value = generator.one(of: [-Scalar.infinity, .infinity, .nan, 3])
        row = row.map { _ in value }
      }
      rows.append(row.map { Logit(nearest: $0).scalar })
    }
    self.rows = rows
  }
}

/// Where a result differs from the exact one by more than `allowed`, which is
/// absolute; NaN and infinities are to be the same.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func differs<Scalar: TestScalar>(
  _ result: Scalar, from exact: Scalar.Wide, by allowed: Scalar.Wide
) -> Bool {
  guard !exact.isNaN, !result.isNaN else {
    return exact.isNaN != result.isNaN
  }
  let nearest = Scalar(exact)
  guard nearest.isFinite, result.isFinite else {
    let almost = Scalar.greatestFiniteMagnitude * (1 - 64 * Scalar.ulpOfOne)
    return nearest != result
      && (exact.isInfinite || (exact < 0) != (result < 0)
        || abs(nearest) < almost || abs(result) < almost)
  }
  return abs(Scalar.Wide(result) - exact)
    > max(allowed, 2 * Scalar.Wide(Scalar.leastNormalMagnitude))
}
