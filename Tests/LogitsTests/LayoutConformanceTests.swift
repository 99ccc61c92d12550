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
    try SwiftDoor(table: table).checkAll(fixtures)
  }
}

private struct SwiftDoor: LayoutDoor {
  let table: Execution

  func check<Logit: TestLogit>(_ layoutCase: LayoutCase<Logit>) throws {
    let (fixture, logits) = (layoutCase.fixture, layoutCase.logits)
    let others = layoutCase.others
    let layout = fixture.layout
    var output = logits
    var numbers = [Double](repeating: .nan, count: fixture.samples)
    func expect(_ found: [Logit], _ expected: [Double]?) {
      #expect(
        layoutCase.problem(found, expected) == nil,
        "\(fixture.function), \(Logit.self)")
    }
    func expect(_ found: [Double]) {
      #expect(
        layoutCase.problem(found)
          == nil, "\(fixture.function), \(Logit.self)")
    }
    switch fixture.function {
    case "softmax":
      try softmax(logits, layout, into: &output, execution: table)
      expect(output, fixture.values)
    case "logSoftmax":
      try logSoftmax(logits, layout, into: &output, execution: table)
      expect(output, fixture.values)
    case "logSumExp":
      try logSumExp(logits, layout, into: &numbers, execution: table)
      expect(numbers)
    case "argmax":
      expect(try argmax(logits, layout, execution: table).map { Double($0) })
    case "softmaxGradient":
      try softmaxGradient(
        others, layout, upstream: logits, into: &output, execution: table)
      expect(output, fixture.gradient)
    case "logSoftmaxGradient":
      try logSoftmaxGradient(
        others, layout, upstream: logits, into: &output, execution: table)
      expect(output, fixture.gradient)
    case "divergence":
      try klDivergence(
        logits, layout, from: others, into: &numbers, execution: table)
      expect(numbers)
    default:
      if let targets = fixture.targets {
        try checkLoss(layoutCase, targets)
      } else {
        try checkLoss(layoutCase, others)
      }
    }
  }

  private func checkLoss<Logit: TestLogit, Target: TargetElement>(
    _ layoutCase: LayoutCase<Logit>, _ targets: [Target]
  ) throws {
    let (fixture, logits) = (layoutCase.fixture, layoutCase.logits)
    let (layout, options) = (fixture.layout, fixture.options)
    let upstream = layoutCase.upstream
    var gradient = logits
    var losses = [Double](repeating: .nan, count: fixture.samples)
    if fixture.reduction == "none" {
      try options.losses(
        logits, layout, targets: targets, upstream: upstream, into: &losses,
        gradient: &gradient, execution: table)
    } else {
      losses = [
        try options.loss(
          logits, layout, targets: targets, upstream: Double(upstream[0]),
          gradient: &gradient, execution: table)
      ]
    }
    let scale = fixture.scale
    #expect(
      layoutCase.problem(losses, scale: scale.loss) == nil,
      "\(fixture.function), \(Logit.self)")
    #expect(
      layoutCase.problem(gradient, fixture.gradient, scale: scale.gradient)
        == nil, "\(fixture.function), \(Logit.self)")
  }
}
