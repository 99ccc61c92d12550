import CLogits
import Logits
import TestSupport
import Testing

/// Combinations of all options, against PyTorch's float64.
@Suite struct ConformanceTests {
  @Test func lossesAndGradientsArePyTorchs() throws {
    let fixtures = try LossFixture.all()
    #expect(fixtures.count >= 40)
    for fixture in fixtures {
      check(fixture, Double.self, 1e-13)
      check(fixture, Float.self, 1e-6)
    }
  }

  private func check<Scalar: TestScalar>(
    _ fixture: LossFixture, _: Scalar.Type, _ accuracy: Double
  ) {
    let logits = CMemory(fixture.logits.map { Scalar($0) })
    let targets = CMemory((fixture.classTargets ?? []).map { Int64($0) })
    let probabilities = CMemory(
      (fixture.targetProbabilities ?? []).map { Scalar($0) })
    let gradient = CMemory(logits.elements.map { _ in Scalar.nan })
    let losses = CMemory(fixture.losses.map { _ in Double.nan })
    withOptions(
      fixture.options, divisor: fixture.divisor,
      sampleWeights: fixture.sampleWeights, upstream: fixture.upstream,
      isReduced: fixture.isReduced
    ) { options in
      func call(_ losses: logits_output, _ gradient: logits_output) {
        #expect(
          Outcome(
            logits_cross_entropy(
              logits.input, logits_rows(Int64(fixture.classes)),
              fixture.classTargets == nil
                ? probabilities.input : targets.input,
              &options, losses, gradient)) == .ok)
      }
      call(losses.output, logits_none_out())
      let alone = losses.elements
      call(losses.output, gradient.output)
      for (both, alone) in zip(losses.elements, alone) {
        #expect(abs(both - alone) <= accuracy * abs(alone))
      }
      // No loss, and in place: the same gradient.
      call(logits_none_out(), logits.output)
      #expect(logits.elements == gradient.elements)
    }
    for (found, expected) in zip(losses.elements, fixture.losses) {
      #expect(
        abs(found - expected) <= accuracy * abs(expected),
        "\(Scalar.self): \(found) instead of \(expected)")
    }
    let largest = fixture.gradient.reduce(1) { max($0, abs($1)) }
    for (found, expected) in zip(gradient.elements, fixture.gradient) {
      #expect(
        abs(Double(found) - expected) <= 10 * accuracy * largest,
        "\(Scalar.self): \(found) instead of \(expected)")
    }
  }
}
