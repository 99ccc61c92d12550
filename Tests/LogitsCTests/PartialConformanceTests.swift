import CLogits
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
    let problems = try CDoor(table: table).problems(fixtures)
    #expect(problems.prefix(5) == [])
  }
}

private struct CDoor: PartialDoor {
  let table: Execution

  func results<Logit: TestLogit>(
    of partialCase: PartialCase<Logit>
  ) throws -> PartialResults<Logit> {
    let fixture = partialCase.fixture
    let targets = CMemory(fixture.targets)
    let count = Int64(fixture.samples)
    let blank = [logits_partial](
      repeating: logits_partial(), count: fixture.samples)
    var whole = blank
    for (i, chunk) in partialCase.chunks.enumerated() {
      let logits = CMemory(chunk.logits)
      let layout = try logits_layout(chunk.layout, of: chunk.logits.count)
      var part = blank
      expectSuccess(fixture, chunk.criterion) {
        logits_partial_cross_entropy(
          logits.input, layout, targets.input, Int64(chunk.classes.lowerBound),
          &$0, &part, count)
      }
      if i == 0 {
        whole = part
      } else {
        #expect(Outcome(logits_partial_merge(part, &whole, count)) == .ok)
      }
    }
    func losses(_ expected: [Double], isReduced: Bool) -> [Double] {
      let losses = CMemory(expected.map { _ in Double.nan })
      expectSuccess(fixture, fixture.criterion, isReduced: isReduced) {
        logits_partial_losses(whole, count, &$0, losses.output)
      }
      return losses.elements
    }
    let gradients = try partialCase.chunks.map { chunk in
      let logits = CMemory(chunk.logits)
      let gradient = CMemory(chunk.blank)
      let layout = try logits_layout(chunk.layout, of: chunk.logits.count)
      expectSuccess(fixture, chunk.criterion) {
        logits_partial_gradient(
          logits.input, layout, targets.input, Int64(chunk.classes.lowerBound),
          whole, count, &$0, gradient.output)
      }
      return gradient.elements
    }
    return PartialResults(
      losses: losses(fixture.losses, isReduced: false),
      loss: fixture.loss.map { losses([$0], isReduced: true)[0] },
      gradients: gradients)
  }

  /// Calls a function with the options of a fixture.
  private func expectSuccess(
    _ fixture: PartialFixture, _ criterion: CrossEntropy,
    isReduced: Bool? = nil, _ call: (inout logits_options) -> CInt
  ) {
    let status = withOptions(
      criterion, table, sampleWeights: fixture.sampleWeights,
      upstream: fixture.upstream, isReduced: isReduced ?? fixture.isReduced,
      call)
    #expect(Outcome(status) == .ok)
  }
}
