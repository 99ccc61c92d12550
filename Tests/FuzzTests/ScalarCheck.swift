import Logits
import TestSupport

/// A check of cases of either type of scalars.
protocol ScalarCheck: Sendable {
  /// What is wrong with a case, if anything.
  func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String?
}

/// What is wrong with the first table of kernels that fails.
func firstFailure(_ failure: (Execution) throws -> String?) -> String? {
  for table in Execution.tables {
    do {
      if let what = try failure(table) { return "\(what), \(table)" }
    } catch {
      return "\(error), \(table)"
    }
  }
  return nil
}

extension ScalarCheck {
  func failure(seed: UInt64) -> String? {
    var generator = SeededGenerator(seed: seed)
    return generator.once(in: 2)
      ? failure(Float.self, &generator) : failure(Double.self, &generator)
  }
}
