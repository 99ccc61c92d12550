import Logits

/// A case of ``PartialFixture`` in one type of numbers, in rows or in planes.
package struct PartialCase<Logit: TestLogit> {
  /// Some of the classes.
  package struct Chunk {
    package let classes: Range<Int>
    package let criterion: CrossEntropy
    package let layout: Layout
    package let logits: [Logit]

    /// Room for the gradient.
    package var blank: [Logit] { logits.map { _ in Logit(nearest: .nan) } }
  }

  package let fixture: PartialFixture
  package let chunks: [Chunk]
  private let inPlanes: Bool

  fileprivate init(_ fixture: PartialFixture, inPlanes: Bool) {
    self.fixture = fixture
    self.inPlanes = inPlanes
    chunks = fixture.ranges.map { classes in
      Chunk(
        classes: classes, criterion: fixture.criterion(of: classes),
        layout: inPlanes
          ? .planes(classes: classes.count, positions: fixture.samples)
          : .rows(of: classes.count),
        logits: fixture.elements(
          fixture.logits, of: classes, inPlanes: inPlanes
        ).map { Logit(nearest: Logit.Scalar($0)) })
    }
  }

  fileprivate func problems(
    _ found: PartialResults<Logit>, _ backend: Backend
  ) -> [String] {
    let tolerances = (0..<fixture.samples).map { tolerance($0, backend) }
    var problems = differences(found.losses, fixture.losses) {
      tolerances[$0].loss
    }
    if let loss = fixture.loss {
      let ofSamples = tolerances.reduce(0) { $0 + $1.loss } / fixture.divisor
      // Additions, and the quotient.
      let ofSum = Double(fixture.samples + 1) * abs(loss) * Double.ulpOfOne
      problems += differences([found.loss ?? .nan], [loss]) { _ in
        ofSamples + ofSum
      }
    }
    for (gradient, chunk) in zip(found.gradients, chunks) {
      let expected = fixture.elements(
        fixture.gradient, of: chunk.classes, inPlanes: inPlanes)
      problems += differences(gradient, expected) {
        let sample =
          inPlanes ? $0 % fixture.samples : $0 / chunk.classes.count
        return tolerances[sample].gradient
      }
    }
    return problems
  }

  /// Those of a sample's loss, and of its part of the gradient.
  private func tolerance(
    _ sample: Int, _ backend: Backend
  ) -> (loss: Double, gradient: Double) {
    if fixture.isIgnored(sample) { return (0, 0) }
    let start = sample * fixture.classes
    let tolerance = PartialTolerance(
      fixture.logits[start..<start + fixture.classes].map { Logit.Scalar($0) },
      chunks: chunks.count, weight: fixture.weight(sample), fixture.criterion,
      backend)
    return (
      tolerance.loss, abs(fixture.factor(sample)) * tolerance.gradient
    )
  }
}

/// What chunks give.
package struct PartialResults<Logit: TestLogit> {
  package var losses: [Double]
  package var loss: Double?
  /// Of each chunk.
  package var gradients: [[Logit]]

  package init(losses: [Double], loss: Double?, gradients: [[Logit]]) {
    self.losses = losses
    self.loss = loss
    self.gradients = gradients
  }
}

/// An interface of the library that computes losses from chunks.
package protocol PartialDoor {
  var table: Execution { get }

  func results<Logit: TestLogit>(
    of partialCase: PartialCase<Logit>
  ) throws -> PartialResults<Logit>
}

extension PartialDoor {
  /// What is wrong with the results of fixtures, in all types of numbers.
  package func problems(_ fixtures: [PartialFixture]) throws -> [String] {
    var problems: [String] = []
    for (index, fixture) in fixtures.enumerated() {
      func check<Logit: TestLogit>(_: Logit.Type, inPlanes: Bool) throws {
        let partialCase = PartialCase<Logit>(fixture, inPlanes: inPlanes)
        problems += partialCase.problems(
          try results(of: partialCase), table.backend
        ).map { "case \(index), \(Logit.self), planes \(inPlanes): \($0)" }
      }
      for type in LogitTypes.all {
        try check(type, inPlanes: false)
        try check(type, inPlanes: true)
      }
    }
    return problems
  }
}
