import Logits
import TestSupport
import Testing

/// Every function on rows, for planes and rows, for numbers in half, single and
/// double precision, against PyTorch's float64.
@Suite struct LayoutConformanceTests {
  @Test(arguments: Execution.tables)
  func resultsArePyTorchs(_ table: Execution) throws {
    let fixtures = try LayoutFixture.all()
    #expect(fixtures.count == 1014)
    let problems = try SwiftDoor(table: table).problems(fixtures)
    #expect(problems.prefix(5) == [])
  }
}

private struct SwiftDoor: LayoutDoor {
  let table: Execution

  func results<Logit: TestLogit>(
    of layoutCase: LayoutCase<Logit>
  ) throws -> LayoutResults<Logit> {
    let (fixture, layout) = (layoutCase.fixture, layoutCase.layout)
    let (logits, others) = (layoutCase.logits, layoutCase.others)
    var found = layoutCase.blank
    switch fixture.function {
    case "softmax":
      try softmax(logits, layout, into: &found.rows, execution: table)
    case "logSoftmax":
      try logSoftmax(logits, layout, into: &found.rows, execution: table)
    case "logSumExp":
      try logSumExp(logits, layout, into: &found.numbers, execution: table)
    case "argmax":
      found.numbers = try argmax(logits, layout, execution: table)
        .map { Double($0) }
    case "softmaxGradient":
      try softmaxGradient(
        others, layout, upstream: logits, into: &found.rows, execution: table)
    case "logSoftmaxGradient":
      try logSoftmaxGradient(
        others, layout, upstream: logits, into: &found.rows, execution: table)
    case "divergence":
      try klDivergence(
        logits, layout, from: others, into: &found.numbers, execution: table)
    default:
      if let targets = fixture.targets {
        try takeLoss(layoutCase, targets, &found)
      } else {
        try takeLoss(layoutCase, others, &found)
      }
    }
    return found
  }

  private func takeLoss<Logit: TestLogit, Target: TargetElement>(
    _ layoutCase: LayoutCase<Logit>, _ targets: [Target],
    _ found: inout LayoutResults<Logit>
  ) throws {
    let fixture = layoutCase.fixture
    if fixture.isReduced {
      found.numbers = [
        try fixture.options.loss(
          layoutCase.logits, layoutCase.layout, targets: targets,
          upstream: fixture.upstream?[0] ?? .nan, gradient: &found.rows,
          execution: table)
      ]
    } else {
      try fixture.options.losses(
        layoutCase.logits, layoutCase.layout, targets: targets,
        upstream: fixture.upstream, into: &found.numbers,
        gradient: &found.rows, execution: table)
    }
  }
}
