import Logits
import TestSupport
import Testing

/// Losses and gradients from two to four chunks of the classes, with options,
/// against PyTorch's float64 of whole rows.
@Suite struct PartialConformanceTests {
  @Test(arguments: Execution.tables)
  func resultsArePyTorchs(_ table: Execution) throws {
    let fixtures = try PartialFixture.all()
    #expect(fixtures.count == 120)
    let problems = try SwiftDoor(table: table).problems(fixtures)
    #expect(problems.prefix(5) == [])
  }
}

private struct SwiftDoor: PartialDoor {
  let table: Execution

  func results<Logit: TestLogit>(
    of partialCase: PartialCase<Logit>
  ) throws -> PartialResults<Logit> {
    let fixture = partialCase.fixture
    var whole = [PartialCrossEntropy](
      repeating: .empty, count: fixture.samples)
    for chunk in partialCase.chunks {
      var part = whole
      try chunk.criterion.partialCrossEntropy(
        chunk.logits, chunk.layout, targets: fixture.targets,
        firstClass: chunk.classes.lowerBound, into: &part, execution: table)
      for i in whole.indices { whole[i] = whole[i].merged(with: part[i]) }
    }
    var losses = fixture.losses.map { _ in Double.nan }
    try fixture.criterion.losses(
      of: whole, sampleWeights: fixture.sampleWeights, into: &losses)
    let loss = try fixture.loss.map { _ in
      try fixture.criterion.loss(
        of: whole, sampleWeights: fixture.sampleWeights)
    }
    let gradients = try partialCase.chunks.map { chunk in
      var gradient = chunk.blank
      try chunk.criterion.partialGradient(
        chunk.logits, chunk.layout, targets: fixture.targets,
        firstClass: chunk.classes.lowerBound, whole: whole,
        sampleWeights: fixture.sampleWeights, upstream: fixture.upstream[0],
        upstreams: fixture.isReduced ? nil : fixture.upstream,
        gradient: &gradient, execution: table)
      return gradient
    }
    return PartialResults(losses: losses, loss: loss, gradients: gradients)
  }
}
