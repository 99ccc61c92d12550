import CLogits
import Logits
import TestSupport
import Testing

/// Every function on rows, for planes and rows, for numbers in half, single and
/// double precision, against PyTorch's float64.
@Suite struct LayoutConformanceTests {
  @Test func resultsArePyTorchs() throws {
    let fixtures = try LayoutFixture.all()
    #expect(fixtures.count == 1014)
    try CDoor().checkAll(fixtures)
  }
}

private struct CDoor: LayoutDoor {
  func check<Logit: TestLogit>(_ layoutCase: LayoutCase<Logit>) throws {
    let fixture = layoutCase.fixture
    let logits = CMemory(layoutCase.logits)
    let others = CMemory(layoutCase.others)
    let output = CMemory(layoutCase.logits)
    let numbers = CMemory([Double](repeating: .nan, count: fixture.samples))
    let (x, y, layout) = (logits.input, others.input, fixture.cLayout)
    func expectOutput(_ status: CInt, _ expected: [Double]?) {
      #expect(Outcome(status) == .ok)
      #expect(
        layoutCase.problem(output.elements, expected)
          == nil, "\(fixture.function), \(Logit.self)")
    }
    func expectNumbers(_ status: CInt, _ found: [Double]) {
      #expect(Outcome(status) == .ok)
      #expect(
        layoutCase.problem(found)
          == nil, "\(fixture.function), \(Logit.self)")
    }
    switch fixture.function {
    case "softmax":
      expectOutput(
        logits_softmax(x, layout, nil, output.output), fixture.values)
    case "logSoftmax":
      expectOutput(
        logits_log_softmax(x, layout, nil, output.output), fixture.values)
    case "softmaxGradient":
      expectOutput(
        logits_softmax_gradient(y, layout, x, nil, output.output),
        fixture.gradient)
    case "logSoftmaxGradient":
      expectOutput(
        logits_log_softmax_gradient(y, layout, x, nil, output.output),
        fixture.gradient)
    case "logSumExp":
      let status = logits_log_sum_exp(x, layout, nil, numbers.output)
      expectNumbers(status, numbers.elements)
    case "divergence":
      let status = logits_kl_divergence(x, layout, y, nil, numbers.output)
      expectNumbers(status, numbers.elements)
    case "argmax":
      let classes = CMemory([UInt8](repeating: 255, count: fixture.samples))
      let status = logits_argmax(x, layout, nil, classes.output)
      expectNumbers(status, classes.elements.map { Double($0) })
    default:
      if let targets = fixture.targets {
        checkLoss(layoutCase, x, CMemory(targets.map { Int32($0) }))
      } else {
        checkLoss(layoutCase, x, others)
      }
    }
  }

  private func checkLoss<Logit: TestLogit, Target: TargetElement>(
    _ layoutCase: LayoutCase<Logit>, _ logits: logits_input,
    _ targets: CMemory<Target>
  ) {
    let fixture = layoutCase.fixture
    let isReduced = fixture.reduction != "none"
    let gradient = CMemory(layoutCase.logits)
    let losses = CMemory(
      [Double](repeating: .nan, count: isReduced ? 1 : fixture.samples))
    let classWeights = CMemory(fixture.options.classWeights ?? [])
    let upstream = CMemory(layoutCase.upstream)
    var options = logits_options.zeros
    options.set(fixture.options)
    if fixture.options.input == .logProbabilities { options.input = 1 }
    if !isReduced { options.reduction = 2 }
    if fixture.options.classWeights != nil {
      options.class_weights = classWeights.input
    }
    options.upstream = upstream.input
    let status = withExtendedLifetime((classWeights, upstream, targets)) {
      logits_cross_entropy(
        logits, fixture.cLayout, targets.input, &options, losses.output,
        gradient.output)
    }
    #expect(Outcome(status) == .ok)
    let scale = fixture.scale
    #expect(
      layoutCase.problem(losses.elements, scale: scale.loss)
        == nil, "\(fixture.function), \(Logit.self)")
    #expect(
      layoutCase.problem(
        gradient.elements, fixture.gradient, scale: scale.gradient) == nil,
      "\(fixture.function), \(Logit.self)")
  }
}

extension LayoutFixture {
  /// How the logits lie.
  fileprivate var cLayout: logits_layout {
    logits_planes(Int64(classes), Int64(positions))
  }
}
