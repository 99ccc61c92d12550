import Logits

/// The targets of a loss.
package enum LossTargets<Scalar: TestScalar>: Sendable {
  case classes([Int])
  case probabilities([[Scalar]])

  package var areProbabilities: Bool {
    if case .probabilities = self { true } else { false }
  }
}

extension OperationBatch {
  package init(
    classes: Int, logits: [[Logit]], targets: LossTargets<Scalar>,
    sampleWeights: [Scalar]?, upstream: [Scalar]? = nil
  ) {
    self.init(
      classes: classes, logits: logits, sampleWeights: sampleWeights ?? [],
      upstream: upstream ?? [])
    switch targets {
    case .classes(let targets): self.targets = targets.map { Int32($0) }
    case .probabilities(let y): others = y
    }
  }
}

extension RowMemory {
  /// What a method of `CrossEntropy` says about the batch: the reduced loss or
  /// that of each sample, and the gradient if it has one.
  package func losses(
    of method: TestOperation<RowMemory>, _ execution: Execution
  ) throws -> (losses: [Double], gradient: [[Scalar]]?) {
    let loss = try run(method, execution)
    return (
      method.returnsLoss ? [loss] : numbers.map { Double($0) },
      method.writes.contains(.gradient) ? outputs : nil
    )
  }
}

extension TestOperation {
  /// Whether it is a method of `CrossEntropy` that gives losses for targets of
  /// this kind.
  package func givesLosses(areProbabilities: Bool) -> Bool {
    takesOptions && !writes.contains(.evaluations)
      && takes.contains(.targetProbabilities) == areProbabilities
  }
}
