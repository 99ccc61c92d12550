import Logits
import TestSupport
import Testing

/// Losses and gradients from two to four chunks of the classes, against PyTorch's
/// float64 of whole rows.
@Suite struct PartialConformanceTests {
  @Test(arguments: Execution.tables)
  func resultsArePyTorchs(_ table: Execution) throws {
    let fixtures = try PartialFixture.all()
    #expect(fixtures.count == 126)
    for fixture in fixtures {
      try Visitor(fixture: fixture, table: table)
        .visitTypes(holding: fixture.type)
    }
  }
}

private struct Visitor: TypeVisitor {
  let fixture: PartialFixture
  let table: Execution

  func visit<Logit: TestLogit>(
    _: Logit.Type, _ accuracy: FixtureAccuracy
  ) throws {
    let samples = fixture.samples
    var whole = [PartialCrossEntropy](repeating: .empty, count: samples)
    for range in fixture.ranges {
      var parts = whole
      try fixture.criterion(of: range).partialCrossEntropy(
        fixture.logits(of: range) as [Logit], .rows(of: range.count),
        targets: fixture.targets, firstClass: range.lowerBound, into: &parts,
        execution: table)
      for r in 0..<samples { whole[r] = whole[r].merged(with: parts[r]) }
    }
    var losses = [Double](repeating: .nan, count: samples)
    if fixture.isReduced {
      losses = [try fixture.criterion.loss(of: whole)]
    } else {
      try fixture.criterion.losses(of: whole, into: &losses)
    }
    let scale = fixture.scale
    #expect(
      accuracy.problem(losses, fixture.values, scale: scale.loss) == nil,
      "\(Logit.self)")
    for range in fixture.ranges {
      let logits: [Logit] = fixture.logits(of: range)
      var gradient = logits
      try fixture.criterion(of: range).partialGradient(
        logits, .rows(of: range.count), targets: fixture.targets,
        firstClass: range.lowerBound, whole: whole,
        upstream: fixture.upstream[0],
        upstreams: fixture.isReduced ? nil : fixture.upstream,
        gradient: &gradient, execution: table)
      #expect(
        accuracy.problem(
          gradient.map { Double($0.scalar) }, fixture.gradient(of: range),
          scale: scale.gradient, areOutputs: true) == nil,
        "\(Logit.self), \(range)")
    }
  }
}
