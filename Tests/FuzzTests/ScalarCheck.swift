import TestSupport

/// A check of cases of either type of scalars.
protocol ScalarCheck: Sendable {
  /// What is wrong with a case, if anything.
  func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String?
}

extension ScalarCheck {
  func failure(seed: UInt64) -> String? {
    var generator = SeededGenerator(seed: seed)
    return generator.once(in: 2)
      ? failure(Float.self, &generator) : failure(Double.self, &generator)
  }
}
