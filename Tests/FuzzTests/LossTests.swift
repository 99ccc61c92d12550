import Logits
import TestSupport
import Testing

/// The cross-entropy with any options, targets and reductions, beside the
/// textbook.
@Suite struct LossTests: StoredCheck {
  @Test func anyOptions() {
    FuzzRun(kind: .losses, short: 3_000, share: 600).run {
      { failure(seed: $0) }
    }
  }

  func failure<Logit: StoredLogit>(
    _ generator: inout SeededGenerator,
    rounding: (Logit.Scalar) -> Logit.Scalar,
    _ store: (Logit.Scalar) -> Logit
  ) -> String? where Logit.Scalar: TestScalar {
    let fuzzed = LossCase<Logit.Scalar>(rounding: rounding, using: &generator)
    let logits = fuzzed.rows.flatMap { $0.map(store) }
    for table in Execution.tables {
      do {
        if let what = try fuzzed.failure(logits, table)
          ?? fuzzed.reducedFailure(logits, table)
        {
          return "\(what) of \(Logit.self), \(fuzzed.shape.classes) classes, "
            + "\(fuzzed.options), \(table)"
        }
      } catch {
        return "\(error), \(table)"
      }
    }
    return nil
  }
}

extension PlainLoss {
  func criterion(
    _ reduction: Reduction = .mean
  ) throws(LogitsError) -> CrossEntropy {
    try CrossEntropy(
      classWeights: classWeights, ignoreIndex: ignoreIndex,
      labelSmoothing: labelSmoothing, reduction: reduction, zLoss: zLoss,
      temperature: temperature, softcap: softcap)
  }
}
