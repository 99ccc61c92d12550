import Logits
import TestSupport
import Testing

/// The cross-entropy with any options, targets and reductions, against the
/// textbook.
@Suite struct LossTests: StoredCheck {
  @Test func anyOptions() {
    FuzzRun(kind: .losses, short: 3_000, share: 600).run {
      { failure(seed: $0) }
    }
  }

  func failure<Logit: TestLogit>(
    _: Logit.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let fuzzed = LossCase<Logit>(using: &generator)
    return firstFailure { table in
      try fuzzed.failure(table).map {
        "\($0) of \(Logit.self), \(fuzzed.classes) classes, \(fuzzed.options)"
      }
    }
  }
}
