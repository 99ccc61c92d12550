import Logits
import TestSupport
import Testing

/// The cross-entropy with any options, targets and reductions, beside the
/// textbook.
@Suite struct LossTests {
  @Test func anyOptions() {
    FuzzRun(kind: .losses, short: 3_000, share: 6).run {
      {
        var generator = SeededGenerator(seed: $0)
        return switch StoredKind(using: &generator) {
        case .float: failure(&generator) { (x: Float) in x }
        case .double: failure(&generator) { (x: Double) in x }
        case .bfloat16:
          failure(&generator, rounding: { Float(BFloat16($0)) }) {
            BFloat16($0)
          }
        #if !(os(macOS) && arch(x86_64))
        case .float16:
          failure(&generator, rounding: { Float(Float16($0)) }) { Float16($0) }
        #endif
        }
      }
    }
  }

  private func failure<Logit: StoredLogit>(
    _ generator: inout SeededGenerator,
    rounding: (Logit.Scalar) -> Logit.Scalar = { $0 },
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
