import Foundation
import Logits
import TestSupport
import Testing

@Suite struct GradientTests {
  /// What PyTorch gave, in float64: see Tests/Fixtures/PyTorch.
  struct Fixture: Decodable {
    let samples: Int
    let classes: Int
    let reduction: String
    let logits: [Double]
    let classTargets: [Int]?
    let targetProbabilities: [Double]?
    let losses: [Double]
    let gradient: [Double]

    var shape: BatchShape { BatchShape(samples: samples, classes: classes) }

    static func all() throws -> [Fixture] {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/PyTorch/cross_entropy.json")
      return try JSONDecoder().decode(
        [Fixture].self, from: Data(contentsOf: file))
    }
  }

  @Test(arguments: Execution.tables)
  func lossesAndGradientsArePyTorchs(_ table: Execution) throws {
    let fixtures = try Fixture.all()
    #expect(fixtures.count == 90)
    for fixture in fixtures {
      try check(fixture, Double.self, table)
      try check(fixture, Float.self, table)
    }
  }

  private func check<Scalar: TestScalar>(
    _ fixture: Fixture, _: Scalar.Type, _ table: Execution
  ) throws where Scalar.RawSignificand: FixedWidthInteger {
    let (shape, logits) = (fixture.shape, fixture.logits.map(Scalar.init))
    var losses = [Scalar](repeating: .nan, count: shape.samples)
    var gradient = [Scalar](repeating: .nan, count: logits.count)
    let reduction = Reduction(rawValue: fixture.reduction)
    var loss = 0.0
    switch (fixture.classTargets, fixture.targetProbabilities, reduction) {
    case (let targets?, _, let reduction?):
      loss = try crossEntropyGradient(
        logits, targets: targets, shape: shape, reduction: reduction,
        into: gradient.mutableSpan, execution: table)
    case (let targets?, _, nil):
      try crossEntropyGradient(
        logits, targets: targets, shape: shape, reduction: .none,
        into: gradient.mutableSpan, losses: losses.mutableSpan,
        execution: table)
    case (_, let targets?, let reduction?):
      loss = try crossEntropyGradient(
        logits, targetProbabilities: targets.map(Scalar.init), shape: shape,
        reduction: reduction, into: gradient.mutableSpan, execution: table)
    case (_, let targets?, nil):
      try crossEntropyGradient(
        logits, targetProbabilities: targets.map(Scalar.init), shape: shape,
        reduction: .none, into: gradient.mutableSpan,
        losses: losses.mutableSpan, execution: table)
    case (nil, nil, _):
      Issue.record("a fixture without targets")
    }

    // Class indices are targets that sum to 1, others to at most `classes`.
    let targetSum =
      fixture.classTargets == nil ? Double(shape.classes) : 1
    let bounds = Bounds<Scalar>(
      classes: shape.classes, spread: 300, backend: table.backend)
    let samples = Double(shape.samples)
    let tolerance =
      bounds.loss(targetSum: targetSum) * Double(Scalar.ulpOfOne)
    if reduction != nil {
      #expect(abs(loss - fixture.losses[0]) <= samples * tolerance)
    } else {
      for (loss, expected) in zip(losses, fixture.losses) {
        #expect(abs(Double(loss) - expected) <= tolerance)
      }
    }
    #expect(
      violations(gradient, fixture.gradient.map { Scalar.Wide($0) }) { _ in
        (bounds.probability + 2) * targetSum
      } == [])
  }

  /// (L(x + h) − L(x − h)) / 2h, whose error is about h² and ε / h.
  @Test(arguments: Execution.tables, [2, 7, 16, 40])
  func centralDifferences(_ table: Execution, _ classes: Int) throws {
    let logits = Batch<Double>(samples: 3, classes: classes, in: -4...4)
    let input = logits.rows.flatMap(\.self)
    let shape = BatchShape(samples: 3, classes: classes)
    let soft = Batch<Double>(samples: 3, classes: classes, in: 0...1, seed: 2)
      .rows.flatMap(\.self)
    let hard = [0, classes - 1, classes / 2]
    let h = 1e-5

    func compare(
      _ gradient: [Double], _ loss: ([Double]) throws -> Double
    ) throws {
      for i in input.indices {
        var (above, below) = (input, input)
        above[i] += h
        below[i] -= h
        let difference = try (loss(above) - loss(below)) / (2 * h)
        #expect(abs(gradient[i] - difference) < 1e-8 * Double(classes))
      }
    }
    for reduction in Reduction.allCases {
      var gradient = input
      try crossEntropyGradient(
        inPlace: gradient.mutableSpan, targets: hard, shape: shape,
        reduction: reduction, execution: table)
      try compare(gradient) {
        try crossEntropy(
          $0, targets: hard, shape: shape, reduction: reduction,
          execution: table)
      }
      gradient = input
      try crossEntropyGradient(
        inPlace: gradient.mutableSpan, targetProbabilities: soft,
        shape: shape, reduction: reduction, execution: table)
      try compare(gradient) {
        try crossEntropy(
          $0, targetProbabilities: soft, shape: shape, reduction: reduction,
          execution: table)
      }
    }
  }

  @Test(arguments: Execution.tables, Shapes.all)
  func inPlaceGivesTheSameBitsAndLossesAgree(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    let logits = Batch<Float>(
      samples: shape.samples, classes: shape.classes, gap: 1, in: 90...100)
    let targets = (0..<shape.samples).map { ($0 * 13) % shape.classes }
    let soft = Batch<Float>(
      samples: shape.samples, classes: shape.classes, in: 0...1, seed: 3
    ).rows.flatMap(\.self)

    var (separate, inPlace) = (logits.blank, logits)
    let loss = try logits.read { input in
      try separate.write {
        try crossEntropyGradient(
          input, targets: targets, shape: logits.shape, into: $0,
          execution: table)
      }
    }
    let inPlaceLoss = try inPlace.write {
      try crossEntropyGradient(
        inPlace: $0, targets: targets, shape: logits.shape, execution: table)
    }
    #expect(separate.rows == inPlace.rows)
    #expect(separate.surroundingsAreUntouched)
    #expect(inPlace.surroundingsAreUntouched)
    #expect(loss == inPlaceLoss || (loss.isNaN && shape.samples == 0))

    (separate, inPlace) = (logits.blank, logits)
    var losses = [Float](repeating: .nan, count: shape.samples)
    var inPlaceLosses = losses
    try logits.read { input in
      try separate.write {
        try crossEntropyGradient(
          input, targetProbabilities: soft, shape: logits.shape,
          reduction: .none, into: $0, losses: losses.mutableSpan,
          execution: table)
      }
    }
    try inPlace.write {
      try crossEntropyGradient(
        inPlace: $0, targetProbabilities: soft, shape: logits.shape,
        reduction: .none, losses: inPlaceLosses.mutableSpan,
        execution: table)
    }
    #expect(separate.rows == inPlace.rows)
    #expect(losses == inPlaceLosses)
    #expect(inPlace.surroundingsAreUntouched)
  }
}
