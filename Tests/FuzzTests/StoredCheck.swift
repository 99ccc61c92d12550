import Logits
import TestSupport

/// A check of cases whose logits are stored in one way or another.
protocol StoredCheck: Sendable {
  /// What is wrong with a case, if anything.
  func failure<Logit: TestLogit>(
    _: Logit.Type, _ generator: inout SeededGenerator
  ) -> String?
}

extension StoredCheck {
  /// Most often as scalars.
  func failure(seed: UInt64) -> String? {
    var generator = SeededGenerator(seed: seed)
    switch generator.below(6) {
    case 0, 1: return failure(Float.self, &generator)
    case 2, 3: return failure(Double.self, &generator)
    #if !(os(macOS) && arch(x86_64))
    case 4: return failure(Float16.self, &generator)
    #endif
    default: return failure(BFloat16.self, &generator)
    }
  }
}
