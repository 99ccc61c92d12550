import Logits

/// A case of ``LayoutFixture`` in one type of numbers: logits, others and output.
package struct LayoutCase<Logit: TestLogit> {
  package let fixture: LayoutFixture
  package let logits: [Logit]
  package let others: [Logit]
  package let upstream: [Logit.Scalar]
  private let accuracy: FixtureAccuracy

  package init(_ fixture: LayoutFixture, _ accuracy: FixtureAccuracy) {
    self.fixture = fixture
    self.accuracy = accuracy
    func numbers(_ numbers: [Double]?) -> [Logit] {
      (numbers ?? []).map { Logit(nearest: Logit.Scalar($0)) }
    }
    logits = numbers(fixture.logits)
    others = numbers(fixture.others)
    upstream = (fixture.upstream ?? []).map { Logit.Scalar($0) }
  }

  /// What the parts of a result of the function are at most.
  private var scale: Double {
    let largest = 2 * (fixture.logits.map(abs).max() ?? 0) + 4
    return switch fixture.function {
    case "softmax": 1
    case "argmax": 0
    case "logSoftmaxGradient": largest * Double(fixture.classes)
    default: largest
    }
  }

  /// What is wrong with an output, if anything.
  package func problem(
    _ found: [Logit], _ expected: [Double]?, scale: Double? = nil
  ) -> String? {
    accuracy.problem(
      found.map { Double($0.scalar) }, expected, scale: scale ?? self.scale,
      areOutputs: true)
  }

  /// What is wrong with numbers of the samples, if anything.
  package func problem(_ found: [Double], scale: Double? = nil) -> String? {
    accuracy.problem(found, fixture.values, scale: scale ?? self.scale)
  }
}

/// An interface of the library that computes what a fixture is of.
package protocol LayoutDoor {
  func check<Logit: TestLogit>(_ layoutCase: LayoutCase<Logit>) throws
}

extension LayoutDoor {
  /// Each fixture as every type that holds its logits exactly.
  package func checkAll(_ fixtures: [LayoutFixture]) throws {
    for fixture in fixtures {
      try Visitor(door: self, fixture: fixture)
        .visitTypes(holding: fixture.type)
    }
  }
}

private struct Visitor<Door: LayoutDoor>: TypeVisitor {
  let door: Door
  let fixture: LayoutFixture

  func visit<Logit: TestLogit>(
    _: Logit.Type, _ accuracy: FixtureAccuracy
  ) throws {
    try door.check(LayoutCase<Logit>(fixture, accuracy))
  }
}
