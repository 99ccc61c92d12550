import Foundation
import Logits
import TestSupport
import Testing

/// Some hundred random combinations of all options, against PyTorch's float64.
@Suite struct ConformanceTests {
  /// See Tests/Fixtures/PyTorch/make_losses.py.
  struct Fixture: Decodable {
    let samples: Int
    let classes: Int
    let logits: [Double]
    let classTargets: [Int]?
    let targetProbabilities: [Double]?
    let classWeights: [Double]?
    let ignoreIndex: Int?
    let labelSmoothing: Double
    let reduction: String
    let temperature: Double
    let softcap: Double?
    let zLoss: Double
    let sampleWeights: [Double]?
    let divisorKind: String
    let divisorValue: Double?
    let upstream: [Double]
    let losses: [Double]
    let gradient: [Double]

    var shape: BatchShape { BatchShape(samples: samples, classes: classes) }

    var divisor: Divisor {
      switch (divisorKind, divisorValue) {
      case ("number", let value?): .value(value)
      case ("samples", _): .samples
      default: .weights
      }
    }

    /// A bound of what is subtracted from what in the gradient: softmax and
    /// target, each times all that weighs on them.
    var largestPart: Double {
      func largest(_ values: [Double]?) -> Double {
        values?.reduce(0) { max($0, abs($1)) } ?? 1
      }
      let softmax =
        largest(classWeights)
        * (targetProbabilities == nil ? 1 : Double(classes))
      let logSumExp =
        min(softcap ?? .infinity, largest(logits)) / temperature
        + log(Double(classes))
      return largest(upstream) * largest(sampleWeights) / temperature
        * (softmax + 2 * zLoss * logSumExp)
    }

    func options() throws -> CrossEntropy {
      try CrossEntropy(
        classWeights: classWeights, ignoreIndex: ignoreIndex,
        labelSmoothing: labelSmoothing,
        reduction: Reduction(rawValue: reduction) ?? .mean, zLoss: zLoss,
        temperature: temperature, softcap: softcap ?? .infinity)
    }
  }

  @Test(arguments: Execution.tables)
  func lossesAndGradientsArePyTorchs(_ table: Execution) throws {
    let fixtures = try Fixtures.read("PyTorch/losses.json", [Fixture].self)
    #expect(fixtures.count == 400)
    for (index, fixture) in fixtures.enumerated() {
      try check(fixture, Double.self, table, 1e-13, "\(index)")
      try check(fixture, Float.self, table, 1e-6, "\(index)")
    }
  }

  /// `accuracy` is relative: to a loss, and to the parts of a gradient.
  private func check<Scalar: TestScalar>(
    _ fixture: Fixture, _: Scalar.Type, _ table: Execution,
    _ accuracy: Double, _ name: Comment
  ) throws {
    let options = try fixture.options()
    let isReduced = fixture.reduction != "none"
    let logits = fixture.logits.map(Scalar.init)
    let weights = fixture.sampleWeights?.map { Scalar($0) }
    let upstream = fixture.upstream.map(Scalar.init)
    var gradient = [Scalar](repeating: .nan, count: logits.count)
    var inPlace = logits
    var losses = [Scalar](repeating: .nan, count: fixture.samples)
    var found: [Double]
    if let targets = fixture.classTargets {
      if isReduced {
        found = [
          try options.gradient(
            logits, targets: targets, shape: fixture.shape,
            sampleWeights: weights?.span, divisor: fixture.divisor,
            upstream: fixture.upstream[0], into: gradient.mutableSpan,
            execution: table),
          try options.gradient(
            inPlace: inPlace.mutableSpan, targets: targets,
            shape: fixture.shape, sampleWeights: weights?.span,
            divisor: fixture.divisor, upstream: fixture.upstream[0],
            execution: table),
          try options.loss(
            logits, targets: targets, shape: fixture.shape,
            sampleWeights: weights?.span, divisor: fixture.divisor,
            execution: table),
        ]
      } else {
        try options.gradient(
          logits, targets: targets, shape: fixture.shape,
          sampleWeights: weights?.span, upstream: upstream.span,
          into: gradient.mutableSpan, losses: losses.mutableSpan,
          execution: table)
        found = losses.map { Double($0) }
        try options.gradient(
          inPlace: inPlace.mutableSpan, targets: targets,
          shape: fixture.shape, sampleWeights: weights?.span,
          upstream: upstream.span, losses: losses.mutableSpan,
          execution: table)
        found += losses.map { Double($0) }
        try options.losses(
          logits, targets: targets, shape: fixture.shape,
          sampleWeights: weights?.span, into: losses.mutableSpan,
          execution: table)
        found += losses.map { Double($0) }
      }
    } else {
      let targets = (fixture.targetProbabilities ?? []).map(Scalar.init)
      if isReduced {
        found = [
          try options.gradient(
            logits, targetProbabilities: targets, shape: fixture.shape,
            sampleWeights: weights?.span, divisor: fixture.divisor,
            upstream: fixture.upstream[0], into: gradient.mutableSpan,
            execution: table),
          try options.gradient(
            inPlace: inPlace.mutableSpan, targetProbabilities: targets,
            shape: fixture.shape, sampleWeights: weights?.span,
            divisor: fixture.divisor, upstream: fixture.upstream[0],
            execution: table),
          try options.loss(
            logits, targetProbabilities: targets, shape: fixture.shape,
            sampleWeights: weights?.span, divisor: fixture.divisor,
            execution: table),
        ]
      } else {
        try options.gradient(
          logits, targetProbabilities: targets, shape: fixture.shape,
          sampleWeights: weights?.span, upstream: upstream.span,
          into: gradient.mutableSpan, losses: losses.mutableSpan,
          execution: table)
        found = losses.map { Double($0) }
        try options.gradient(
          inPlace: inPlace.mutableSpan, targetProbabilities: targets,
          shape: fixture.shape, sampleWeights: weights?.span,
          upstream: upstream.span, losses: losses.mutableSpan,
          execution: table)
        found += losses.map { Double($0) }
        found += try options.losses(
          logits, targetProbabilities: targets, shape: fixture.shape,
          sampleWeights: weights?.span, execution: table
        ).map { Double($0) }
      }
    }

    for (i, loss) in found.enumerated() {
      let expected = fixture.losses[i % fixture.losses.count]
      #expect(
        abs(loss - expected) <= accuracy * abs(expected),
        "\(name), \(Scalar.self): \(loss) instead of \(expected)")
    }
    for (gradient, expected) in zip(gradient, fixture.gradient) {
      #expect(
        abs(Double(gradient) - expected) <= accuracy * fixture.largestPart,
        "\(name), \(Scalar.self): \(gradient) instead of \(expected)")
    }
    #expect(gradient == inPlace, name)
  }
}
