import Logits
import TestSupport
import Testing

/// The cross-entropy with any options, beside the textbook.
@Suite struct LossTests {
  @Test func anyOptions() {
    FuzzRun(kind: .losses, short: 3_000, share: 6).run {
      {
        var generator = SeededGenerator(seed: $0)
        return generator.once(in: 2)
          ? failure(Float.self, &generator) : failure(Double.self, &generator)
      }
    }
  }

  private func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let classes = generator.classes(upTo: generator.once(in: 30) ? 1030 : 70)
    let options = PlainLoss(classes: classes, using: &generator)
    let width = generator.one(of: [0.1, 4, 40])
    let specials: [Scalar] = [.nan, .infinity, -.infinity, -.infinity, 0]
    let rows = (0..<1 + generator.below(5)).map { _ in
      let special = generator.once(in: 6)
      return (0..<classes).map { _ in
        special && generator.once(in: 8)
          ? generator.one(of: specials)
          : Scalar((2 * generator.fraction() - 1) * width)
      }
    }
    let targets = rows.map { _ in
      generator.once(in: 8)
        ? options.ignoreIndex ?? 0 : generator.below(classes)
    }
    let exact = zip(rows, targets).map { options.loss($0, target: $1) }
    for table in Execution.tables {
      do {
        if let what = try failure(rows, targets, options, exact, table) {
          return "\(what) of \(Scalar.self), \(classes) classes, \(options), "
            + "\(table)"
        }
      } catch {
        return "\(error), \(table)"
      }
    }
    return nil
  }

  private func failure<Scalar: TestScalar>(
    _ rows: [[Scalar]], _ targets: [Int], _ options: PlainLoss,
    _ exact: [(loss: Scalar.Wide, gradient: [Scalar.Wide])], _ table: Execution
  ) throws -> String? {
    typealias Wide = Scalar.Wide
    let classes = rows[0].count
    let shape = BatchShape(samples: rows.count, classes: classes)
    var gradient = [Scalar](repeating: 7, count: rows.count * classes)
    var losses = [Scalar](repeating: 7, count: rows.count)
    try options.criterion.gradient(
      rows.flatMap(\.self), targets: targets, shape: shape,
      into: gradient.mutableSpan, losses: losses.mutableSpan, execution: table)
    let alone = try options.criterion.losses(
      rows.flatMap(\.self), targets: targets, shape: shape, execution: table)
    for (sample, exact) in exact.enumerated() {
      let sum = options.mostLogSumExp(rows[sample])
      let bounds = PlainLossBounds(
        rows[sample], options, logSumExp: sum, table)
      let epsilon = Wide(Scalar.ulpOfOne)
      for loss in [losses[sample], alone[sample]]
      where differs(loss, from: exact.loss, by: Wide(bounds.loss) * epsilon) {
        return "loss \(loss) instead of \(exact.loss), row \(sample)"
      }
      for c in 0..<classes {
        let found = gradient[sample * classes + c]
        let allowed = Wide(bounds.gradient) * epsilon
        if differs(found, from: exact.gradient[c], by: allowed) {
          return "gradient \(found) instead of \(exact.gradient[c]) at \(c), "
            + "row \(sample)"
        }
      }
    }
    return nil
  }
}

extension PlainLoss {
  var criterion: CrossEntropy {
    get throws(LogitsError) {
      try CrossEntropy(
        classWeights: classWeights, ignoreIndex: ignoreIndex,
        labelSmoothing: labelSmoothing, zLoss: zLoss, temperature: temperature,
        softcap: softcap)
    }
  }
}
