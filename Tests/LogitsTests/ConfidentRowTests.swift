import Logits
import TestSupport
import Testing

/// The loss of a row whose target is by far the largest, log(1 + rest), has the
/// digits of the rest, however small that is.
@Suite struct ConfidentRowTests {
  /// Within a vector, around the ends of vectors, tiles, segments and blocks.
  static let classes = [2, 3, 16, 17, 100, 128, 129, 1000, 2048, 2049, 6149]

  /// How far the largest logit is above the others, which differ by multiples of
  /// 1/64: so all differences are exact.
  static let gaps = [1.0, 16, 40, 60]

  /// In ε: an exponential has 4 at most, as its argument may be 60 away and is
  /// reduced in steps that are rounded; the others are sums of up to 128 in a row.
  static let tolerance = 4 + 128.0 / 2

  private func row<Scalar: TestScalar>(
    _ classes: Int, _ gap: Double
  ) -> (logits: [Scalar], target: Int) {
    var logits = (0..<classes).map { Scalar(-Double($0 % 9) / 64) }
    let target = classes * 2 / 3
    logits[target] = Scalar(gap)
    return (logits, target)
  }

  private func loss<Scalar: TestScalar>(
    _ row: [Scalar], _ target: Int
  ) -> Scalar.Wide {
    let rest = row.indices.reduce(Scalar.Wide(0)) {
      $1 == target
        ? $0 : $0 + .exp(Scalar.Wide(row[$1]) - Scalar.Wide(row[target]))
    }
    return .log1p(rest)
  }

  @Test(arguments: Execution.tables)
  func smallLossesHaveTheirDigits(_ table: Execution) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for classes in Self.classes {
        for gap in Self.gaps {
          let (row, target): ([Scalar], Int) = row(classes, gap)
          var gradient = row
          let criterion = CrossEntropy()
          let found = [
            try criterion.loss(
              row, .oneRow, targets: [target], execution: table),
            try criterion.loss(
              row, .oneRow, targets: [target], gradient: &gradient,
              execution: table),
            try criterion.loss(
              row + row, .rows(of: classes), targets: [target, target],
              execution: table),
            try criterion.loss(
              row.flatMap { [$0, $0] }, .planes(classes: classes, positions: 2),
              targets: [target, target], execution: table),
          ]
          let exact = loss(row, target)
          for found in found {
            let error = abs(Scalar.Wide(found) - exact) / exact
            #expect(
              error <= Scalar.Wide(Self.tolerance * Double(Scalar.ulpOfOne)),
              "\(Scalar.self), \(classes) classes, \(gap): \(error)")
          }
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Logits of −∞ beside the target add nothing at all.
  @Test(arguments: Execution.tables)
  func aCertainRowHasNoLoss(_ table: Execution) throws {
    for classes in Self.classes {
      var row = [Float](repeating: -.infinity, count: classes)
      row[classes / 2] = 3
      for layout in [.oneRow, .planes(classes: classes, positions: 1)]
        as [Layout]
      {
        let loss = try CrossEntropy().loss(
          row, layout, targets: [classes / 2], execution: table)
        #expect(loss == 0)
      }
    }
  }
}
