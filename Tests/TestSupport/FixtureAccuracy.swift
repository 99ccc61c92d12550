import Logits

/// How near results in a type of numbers have to be to those of a fixture.
package struct FixtureAccuracy: Sendable {
  /// That of the arithmetic, of what the parts of a result are at most.
  let arithmetic: Double
  /// Half of the last bit of an output in half precision; otherwise 0.
  let output: Double

  /// What is wrong with results, if anything.
  ///
  /// - Parameters:
  ///   - found: The results.
  ///   - expected: Those of the fixture.
  ///   - scale: What the parts of a result are at most.
  ///   - areOutputs: Whether they have the type of the logits.
  /// - Returns: The first that is not near enough.
  package func problem(
    _ found: [Double], _ expected: [Double]?, scale: Double,
    areOutputs: Bool = false
  ) -> String? {
    guard found.count == expected?.count else {
      return "\(found.count) results"
    }
    let rounding = areOutputs ? output : 0
    for (found, expected) in zip(found, expected ?? []) {
      let allowed =
        arithmetic * scale + (arithmetic + rounding) * abs(expected)
        // The least numbers of a half are further apart.
        + (rounding > 0 ? 0x1p-25 : 0)
      if !(abs(found - expected) <= allowed) {
        return "\(found) instead of \(expected)"
      }
    }
    return nil
  }
}

/// Something to do for several types of logits.
package protocol TypeVisitor {
  func visit<Logit: TestLogit>(
    _: Logit.Type, _ accuracy: FixtureAccuracy
  ) throws
}

extension TypeVisitor {
  /// Visits every type that holds the numbers of a type, by its name in fixtures.
  package func visitTypes(holding name: String) throws {
    func visit<Logit: TestLogit>(
      _: Logit.Type, _ arithmetic: Double, ofOutput output: Double = 0
    ) throws {
      try self.visit(
        Logit.self, FixtureAccuracy(arithmetic: arithmetic, output: output))
    }
    try visit(Double.self, 2e-14)
    try visit(Float.self, 2e-6)
    switch name {
    case "bfloat16": try visit(BFloat16.self, 2e-6, ofOutput: 0x1p-8)
    #if !(os(macOS) && arch(x86_64))
    case "float16": try visit(Float16.self, 2e-6, ofOutput: 0x1p-11)
    #endif
    default: break
    }
  }
}
