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
    for (index, fixture) in fixtures.enumerated() {
      func check<Logit: TestLogit>(
        _: Logit.Type, _ accuracy: Double, ofOutput: Double = 0
      ) throws {
        try LayoutCall<Logit>(
          fixture, table, "\(index), \(fixture.function), \(Logit.self)",
          accuracy: accuracy, accuracyOfOutput: ofOutput
        ).check()
      }
      try check(Double.self, 2e-14)
      try check(Float.self, 2e-6)
      switch fixture.type {
      // A rounding to nearest is off by half of the last bit.
      case "bfloat16": try check(BFloat16.self, 2e-6, ofOutput: 0x1p-8)
      #if !(os(macOS) && arch(x86_64))
      case "float16": try check(Float16.self, 2e-6, ofOutput: 0x1p-11)
      #endif
      default: break
      }
    }
  }
}

/// A case in one type of numbers: logits, others and output.
private struct LayoutCall<Logit: TestLogit> {
  let fixture: LayoutFixture
  let table: Execution
  let name: Comment
  let accuracy: Double
  let accuracyOfOutput: Double
  let logits: [Logit]
  let others: [Logit]
  let upstream: [Logit.Scalar]

  init(
    _ fixture: LayoutFixture, _ table: Execution, _ name: Comment,
    accuracy: Double, accuracyOfOutput: Double
  ) {
    self.fixture = fixture
    self.table = table
    self.name = name
    self.accuracy = accuracy
    self.accuracyOfOutput = accuracyOfOutput
    func numbers(_ numbers: [Double]?) -> [Logit] {
      (numbers ?? []).map { Logit(nearest: Logit.Scalar($0)) }
    }
    logits = numbers(fixture.logits)
    others = numbers(fixture.others)
    upstream = (fixture.upstream ?? []).map { Logit.Scalar($0) }
  }

  func check() throws {
    let layout = fixture.layout
    var output = logits
    var numbers = [Double](repeating: .nan, count: fixture.samples)
    let largest = 2 * (fixture.logits.map(abs).max() ?? 0) + 4
    switch fixture.function {
    case "softmax":
      try softmax(logits, layout, into: &output, execution: table)
      expect(output, fixture.values, scale: 1)
    case "logSoftmax":
      try logSoftmax(logits, layout, into: &output, execution: table)
      expect(output, fixture.values, scale: largest)
    case "logSumExp":
      try logSumExp(logits, layout, into: &numbers, execution: table)
      expect(numbers, fixture.values, scale: largest)
    case "argmax":
      let found = try argmax(logits, layout, execution: table)
      expect(found.map { Double($0) }, fixture.values, scale: 0)
    case "softmaxGradient":
      try softmaxGradient(
        others, layout, upstream: logits, into: &output, execution: table)
      expect(output, fixture.gradient, scale: largest)
    case "logSoftmaxGradient":
      try logSoftmaxGradient(
        others, layout, upstream: logits, into: &output, execution: table)
      expect(
        output, fixture.gradient, scale: largest * Double(fixture.classes))
    case "divergence":
      try klDivergence(
        logits, layout, from: others, into: &numbers, execution: table)
      expect(numbers, fixture.values, scale: largest)
    default:
      if let targets = fixture.targets {
        try checkLoss(targets)
      } else {
        try checkLoss(others)
      }
    }
  }

  private func checkLoss<Target: TargetElement>(_ targets: [Target]) throws {
    let (layout, options) = (fixture.layout, fixture.options)
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
    expect(losses, fixture.values, scale: fixture.scale.loss)
    expect(gradient, fixture.gradient, scale: fixture.scale.gradient)
  }

  private func expect(_ found: [Logit], _ expected: [Double]?, scale: Double) {
    expect(
      found.map { Double($0.scalar) }, expected, scale: scale,
      accuracyOfOutput)
  }

  private func expect(
    _ found: [Double], _ expected: [Double]?, scale: Double,
    _ accuracyOfOutput: Double = 0
  ) {
    #expect(found.count == expected?.count, name)
    for (found, expected) in zip(found, expected ?? []) {
      let allowed =
        accuracy * scale + (accuracy + accuracyOfOutput) * abs(expected)
        // The least numbers of a half are further apart.
        + (accuracyOfOutput > 0 ? 0x1p-25 : 0)
      #expect(
        abs(found - expected) <= allowed,
        "\(name): \(found) instead of \(expected)")
    }
  }
}
