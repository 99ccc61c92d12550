import Logits
import TestSupport

/// Rows with targets and options, and what the textbook says about them.
struct LossCase<Logit: TestLogit> {
  typealias Scalar = Logit.Scalar
  typealias Wide = Scalar.Wide

  let classes: Int
  let options: CrossEntropy
  /// Numbers that a logit can be.
  let rows: [[Scalar]]
  let targets: LossTargets<Scalar>
  let exact: [(loss: Wide, gradient: [Wide])]
  let reduction: ReductionCase<Scalar>

  init(using generator: inout SeededGenerator) {
    let classes = generator.classes(upTo: generator.once(in: 30) ? 1030 : 70)
    let options = CrossEntropy(classes: classes, using: &generator)
    let width = generator.one(of: [0.1, 4, 40])
    let specials: [Scalar] = [.nan, .infinity, -.infinity, -.infinity, 0]
    let rows = (0..<1 + generator.below(5)).map { _ in
      let special = generator.once(in: 6)
      return (0..<classes).map { _ in
        special && generator.once(in: 8)
          ? generator.one(of: specials)
          : Logit(nearest: Scalar((2 * generator.fraction() - 1) * width))
            .scalar
      }
    }
    self.classes = classes
    self.options = options
    self.rows = rows
    if generator.once(in: 3) {
      let y = rows.map { _ in Self.probabilities(classes, &generator) }
      targets = .probabilities(y)
      exact = zip(rows, y).map {
        options.exactLoss(
          $0.map { Wide($0) }, targets: $1.map(Self.counted))
      }
    } else {
      let classIndices = rows.map { _ in
        generator.once(in: 8)
          ? options.ignoreIndex ?? 0 : generator.below(classes)
      }
      targets = .classes(classIndices)
      exact = zip(rows, classIndices).map {
        options.exactLoss($0.map { Wide($0) }, target: $1)
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

  private func bounds(_ sample: Int, _ table: Execution) -> PlainLossBounds {
    var targetSum = 1.0
    if case .probabilities(let y) = targets {
      targetSum = y[sample].reduce(0) { $0 + Double($1) }
    }
    return PlainLossBounds(
      rows[sample], options, targetSum: targetSum,
      logSumExp: options.mostLogSumExp(rows[sample]), table)
  }

  /// What is wrong with the result of any method of `CrossEntropy`.
  func failure(_ table: Execution) throws -> String? {
    let memory = try RowMemory(
      OperationBatch(
        classes: classes, logits: rows.map { $0.map(Logit.init(nearest:)) },
        targets: targets, sampleWeights: reduction.sampleWeights))
    let weights = memory.sampleWeights
    var options = options
    options.reduction = reduction.reduction
    memory.criterion = options
    memory.divisor = reduction.divisor
    memory.upstream = reduction.upstream
    for method in RowOperations<Logit>.ofAnyLogits
    where method.givesLosses(areProbabilities: targets.areProbabilities) {
      // The losses of samples are looked at without their weights.
      memory.sampleWeights = method.returnsLoss ? weights : nil
      let (losses, gradient) = try memory.losses(of: method, table)
      let failure =
        method.returnsLoss
        ? reducedFailure(losses[0], gradient, table)
        : failure(losses.map { Scalar($0) }, gradient, table)
      if let failure { return "\(method.name): \(failure)" }
    }
    return nil
  }

  /// What is wrong with losses and gradients of samples.
  private func failure(
    _ losses: [Scalar], _ gradient: [[Scalar]]?, _ table: Execution
  ) -> String? {
    for (sample, exact) in exact.enumerated() {
      let bounds = bounds(sample, table)
      let epsilon = Wide(Scalar.ulpOfOne)
      let loss = losses[sample]
      if differs(loss, from: exact.loss, by: Wide(bounds.loss) * epsilon) {
        return "loss \(loss) instead of \(exact.loss), row \(sample)"
      }
      let allowed = Wide(bounds.gradient) * epsilon
      for (c, found) in (gradient?[sample] ?? []).enumerated()
      where differs(found, from: exact.gradient[c], by: allowed) {
        return "gradient \(found) instead of \(exact.gradient[c]) at \(c), "
          + "row \(sample)"
      }
    }
    return nil
  }

  /// What is wrong with the loss of the batch and its gradient.
  private func reducedFailure(
    _ found: Double, _ gradient: [[Scalar]]?, _ table: Execution
  ) -> String? {
    let divisor = reduction.divisor(of: self)
    var (loss, allowed): (Wide, Wide) = (0, 0)
    let epsilon = Wide(Scalar.ulpOfOne)
    for (sample, exact) in exact.enumerated() {
      let weight = reduction.weight(sample)
      let bounds = bounds(sample, table)
      loss += weight * exact.loss
      // In addition to the sample's own error, roundings where Doubles are added.
      let ofSum = abs(exact.loss) * Wide(rows.count + 3) * 0x1p-53
      allowed += weight * (Wide(bounds.loss) * epsilon + ofSum)
      let scale =
        divisor == 0 ? .nan : Wide(reduction.upstream) * weight / divisor
      for (c, element) in (gradient?[sample] ?? []).enumerated() {
        let slope = isIgnored(sample) ? 0 : scale * exact.gradient[c]
        let ofSlope =
          abs(scale) * Wide(bounds.gradient) * epsilon + 4 * abs(slope)
          * epsilon
        if differs(element, from: slope, by: ofSlope) {
          return "gradient \(element) instead of \(slope) at \(c), "
            + "row \(sample), \(reduction)"
        }
      }
    }
    let mean = divisor == 0 ? .nan : loss / divisor
    let isRight =
      mean.isFinite
      ? abs(Wide(found) - mean) <= allowed / divisor
      : mean.isNaN ? found.isNaN : Wide(found) == mean
    return isRight ? nil : "loss \(found) instead of \(mean), \(reduction)"
  }

  private func isIgnored(_ sample: Int) -> Bool {
    guard case .classes(let targets) = targets else { return false }
    return targets[sample] == options.ignoreIndex
  }
}
