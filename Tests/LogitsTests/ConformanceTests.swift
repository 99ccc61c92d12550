import Logits
import TestSupport
import Testing

/// Some hundred random combinations of all options, against PyTorch's float64.
@Suite struct ConformanceTests {
  @Test(arguments: Execution.tables)
  func lossesAndGradientsArePyTorchs(_ table: Execution) throws {
    let fixtures = try LossFixture.all()
    #expect(fixtures.count == 400)
    for (index, fixture) in fixtures.enumerated() {
      try check(fixture, Double.self, table, 1e-13, "\(index)")
      try check(fixture, Float.self, table, 1e-6, "\(index)")
    }
  }

  /// `accuracy` is relative: to a loss, and to the parts of a gradient.
  private func check<Scalar: TestScalar>(
    _ fixture: LossFixture, _: Scalar.Type, _ table: Execution,
    _ accuracy: Double, _ name: Comment
  ) throws {
    let memory: RowMemory<Scalar> = try fixture.memory()
    var first: [[Scalar]]?
    for method in RowOperations<Scalar>.all
    where method.givesLosses(areProbabilities: fixture.classTargets == nil)
      && method.returnsLoss == fixture.isReduced
    {
      let (losses, gradient) = try memory.losses(of: method, table)
      #expect(losses.count == fixture.losses.count, name)
      for (loss, expected) in zip(losses, fixture.losses) {
        #expect(
          abs(loss - expected) <= accuracy * abs(expected),
          "\(name), \(Scalar.self): \(loss) instead of \(expected)")
      }
      guard let gradient else { continue }
      for (element, expected) in zip(gradient.joined(), fixture.gradient) {
        #expect(
          abs(Double(element) - expected) <= accuracy * fixture.largestPart,
          "\(name), \(Scalar.self): \(element) instead of \(expected)")
      }
      #expect(gradient == first ?? gradient, name)
      first = gradient
    }
    #expect(first != nil, name)
  }
}
