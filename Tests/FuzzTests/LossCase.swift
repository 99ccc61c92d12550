import Logits
import TestSupport

/// Rows with targets and options, and what the textbook says of them.
struct LossCase<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide

  enum Targets {
    case classes([Int])
    case probabilities([Scalar])
  }

  let shape: BatchShape
  let options: PlainLoss
  let rows: [[Scalar]]
  let targets: Targets
  let exact: [(loss: Wide, gradient: [Wide])]
  let reduction: ReductionCase<Scalar>

  /// Logits that have been rounded, if only some can be stored.
  init(
    rounding: (Scalar) -> Scalar, using generator: inout SeededGenerator
  ) {
    let classes = generator.classes(upTo: generator.once(in: 30) ? 1030 : 70)
    let options = PlainLoss(classes: classes, using: &generator)
    let width = generator.one(of: [0.1, 4, 40])
    let specials: [Scalar] = [.nan, .infinity, -.infinity, -.infinity, 0]
    let rows = (0..<1 + generator.below(5)).map { _ in
      let special = generator.once(in: 6)
      return (0..<classes).map { _ in
        special && generator.once(in: 8)
          ? generator.one(of: specials)
          : rounding(Scalar((2 * generator.fraction() - 1) * width))
      }
    }
    shape = BatchShape(samples: rows.count, classes: classes)
    self.options = options
    self.rows = rows
    if generator.once(in: 3) {
      let y = rows.map { _ in Self.probabilities(classes, &generator) }
      targets = .probabilities(y.flatMap(\.self))
      exact = zip(rows, y).map {
        options.loss($0.map { Wide($0) }, targets: $1.map(Self.counted))
      }
    } else {
      let classIndices = rows.map { _ in
        generator.once(in: 8)
          ? options.ignoreIndex ?? 0 : generator.below(classes)
      }
      targets = .classes(classIndices)
      exact = zip(rows, classIndices).map {
        options.loss($0.map { Wide($0) }, target: $1)
      }
    }
    reduction = ReductionCase(samples: rows.count, using: &generator)
  }

  /// On x86-64, a target probability below the normal numbers counts as 0.
  private static func counted(_ target: Scalar) -> Wide {
    #if arch(x86_64)
    if target.isSubnormal { return 0 }
    #endif
    return Wide(target)
  }

  /// One class alone, or any numbers, which need not sum to 1.
  private static func probabilities(
    _ classes: Int, _ generator: inout SeededGenerator
  ) -> [Scalar] {
    if generator.once(in: 3) {
      let target = generator.below(classes)
      return (0..<classes).map { $0 == target ? 1 : 0 }
    }
    let most = 2 / Double(classes)
    return (0..<classes).map { _ in
      if generator.once(in: 6) { return 0 }
      if generator.once(in: 20) {
        return .leastNormalMagnitude * Scalar(generator.fraction())
      }
      return Scalar(generator.fraction() * most)
    }
  }

  func bounds(_ sample: Int, _ table: Execution) -> PlainLossBounds {
    var targetSum = 1.0
    if case .probabilities(let y) = targets {
      let first = sample * shape.classes
      targetSum = y[first..<first + shape.classes].reduce(0) { $0 + Double($1) }
    }
    return PlainLossBounds(
      rows[sample], options, targetSum: targetSum,
      logSumExp: options.mostLogSumExp(rows[sample]), table)
  }

  /// What is wrong with the losses and gradients of samples.
  func failure<Logit: StoredLogit>(
    _ logits: [Logit], _ table: Execution
  ) throws -> String? where Logit.Scalar == Scalar {
    let criterion = try options.criterion()
    var gradient = [Scalar](repeating: 7, count: logits.count)
    var losses = [Scalar](repeating: 7, count: rows.count)
    let alone: [Scalar]
    switch targets {
    case .classes(let targets):
      try criterion.gradient(
        logits, targets: targets, shape: shape, into: gradient.mutableSpan,
        losses: losses.mutableSpan, execution: table)
      alone = try criterion.losses(
        logits, targets: targets, shape: shape, execution: table)
    case .probabilities(let y):
      try criterion.gradient(
        logits, targetProbabilities: y, shape: shape,
        into: gradient.mutableSpan, losses: losses.mutableSpan,
        execution: table)
      alone = try criterion.losses(
        logits, targetProbabilities: y, shape: shape, execution: table)
    }
    for (sample, exact) in exact.enumerated() {
      let bounds = bounds(sample, table)
      let epsilon = Wide(Scalar.ulpOfOne)
      for loss in [losses[sample], alone[sample]]
      where differs(loss, from: exact.loss, by: Wide(bounds.loss) * epsilon) {
        return "loss \(loss) instead of \(exact.loss), row \(sample)"
      }
      let allowed = Wide(bounds.gradient) * epsilon
      for c in 0..<shape.classes {
        let found = gradient[sample * shape.classes + c]
        if differs(found, from: exact.gradient[c], by: allowed) {
          return "gradient \(found) instead of \(exact.gradient[c]) at \(c), "
            + "row \(sample)"
        }
      }
    }
    return nil
  }
}
