import CLogits
import Logits
import TestSupport
import Testing

/// Losses and gradients from two to four chunks of the classes, against PyTorch's
/// float64 of whole rows.
@Suite struct PartialConformanceTests {
  @Test func resultsArePyTorchs() throws {
    let fixtures = try PartialFixture.all()
    #expect(fixtures.count == 126)
    for fixture in fixtures {
      try Visitor(fixture: fixture).visitTypes(holding: fixture.type)
    }
  }
}

private struct Visitor: TypeVisitor {
  let fixture: PartialFixture

  func visit<Logit: TestLogit>(
    _: Logit.Type, _ accuracy: FixtureAccuracy
  ) throws {
    let count = Int64(fixture.samples)
    let targets = CMemory(fixture.targets)
    var parts: [[logits_partial]] = []
    for range in fixture.ranges {
      let logits = CMemory(fixture.logits(of: range) as [Logit])
      var results = [logits_partial](
        repeating: logits_partial(), count: fixture.samples)
      withOptions(fixture.criterion(of: range)) { options in
        expectOK(
          logits_partial_cross_entropy(
            logits.input, logits_rows(Int64(range.count)), targets.input,
            Int64(range.lowerBound), options, &results, count))
      }
      parts.append(results)
    }
    var whole = parts.removeLast()
    for part in parts { expectOK(logits_partial_merge(part, &whole, count)) }

    let scale = fixture.scale
    let losses = CMemory(fixture.values.map { _ in Double.nan })
    withOptions(fixture.criterion) { options in
      expectOK(logits_partial_losses(whole, count, options, losses.output))
    }
    #expect(
      accuracy.problem(
        losses.elements, fixture.values, scale: scale.loss) == nil,
      "\(Logit.self)")
    for range in fixture.ranges {
      let gradient = CMemory(fixture.logits(of: range) as [Logit])
      withOptions(fixture.criterion(of: range)) { options in
        expectOK(
          logits_partial_gradient(
            gradient.input, logits_rows(Int64(range.count)), targets.input,
            Int64(range.lowerBound), whole, count, options, gradient.output))
      }
      #expect(
        accuracy.problem(
          gradient.elements.map { Double($0.scalar) },
          fixture.gradient(of: range), scale: scale.gradient,
          areOutputs: true) == nil, "\(Logit.self), \(range)")
    }
  }

  private func expectOK(_ status: CInt) { #expect(Outcome(status) == .ok) }

  private func withOptions(
    _ criterion: CrossEntropy, _ body: (UnsafePointer<logits_options>) -> Void
  ) {
    var options = logits_options.zeros
    options.set(criterion)
    if !fixture.isReduced { options.reduction = 2 }
    let classWeights = CMemory(criterion.classWeights ?? [])
    let upstream = CMemory(fixture.upstream)
    if criterion.classWeights != nil {
      options.class_weights = classWeights.input
    }
    options.upstream = upstream.input
    withExtendedLifetime((classWeights, upstream)) { body(&options) }
  }
}
