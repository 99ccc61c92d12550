import Logits
import TestSupport
import Testing

/// Evaluations of samples against the textbook in a wider type, and what must
/// hold of them whatever the logits are.
@Suite struct EvaluationTests {
  typealias Shape = (samples: Int, classes: Int)

  /// Temperature, and softcap as a part of the largest logit.
  static let transforms: [(temperature: Double, softcap: Double)] =
    [(1, .infinity), (0.7, .infinity), (1.5, 1)]

  @Test(arguments: Shapes.all)
  func everyShape(_ shape: Shape) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let (samples, classes) = shape
      let range = Scalar.overflowing
      let rows = Batch<Scalar>(samples: samples, classes: classes, in: range)
        .rows
      let targets = (0..<samples).map { ($0 * 7919 + 3) % classes }
      let ranks = zip(rows, targets).map { Oracle.rank($0, target: $1) }
      let predictions = rows.map { row in
        row.firstIndex(of: row.max() ?? 0) ?? 0
      }
      let layouts = Shapes.layouts.map { Batch(rows, classes: classes, $0) }
      for transform in Self.transforms {
        let temperature = transform.temperature
        let softcap = transform.softcap * Double(range.upperBound)
        let options = CrossEntropy(
          temperature: temperature, softcap: softcap)
        let exact = zip(rows, targets).map {
          Oracle.evaluation(
            $0, target: $1, temperature: temperature, softcap: softcap)
        }
        let bounds = EvaluationBounds<Scalar>(
          classes: classes,
          spread: Double(range.upperBound - range.lowerBound) / temperature,
          temperature: temperature, softcap: softcap)
        for table in Execution.tables {
          let found = try evaluations(layouts, targets, options, table)
          #expect(found.count == samples)
          #expect(found.map(\.rank) == ranks)
          #expect(found.map(\.prediction) == predictions)
          #expect(found.allSatisfy { $0.weight == 1 })
          #expect(
            zip(found, exact).flatMap { violations($0, $1, bounds) } == [],
            "\(table)")
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// In a new array and in the caller's, in every layout: always the same bits.
  private func evaluations<Scalar: TestScalar>(
    _ layouts: [Batch<Scalar>], _ targets: [Int], _ options: CrossEntropy,
    _ table: Execution
  ) throws -> [SampleEvaluation] {
    var first: [SampleEvaluation]?
    for logits in layouts {
      let found = try logits.read {
        try options.evaluate(
          $0, logits.shape.layout, targets: targets, execution: table)
      }
      var written = [SampleEvaluation](
        repeating: .ignored, count: targets.count)
      try logits.read {
        try options.evaluate(
          $0, logits.shape.layout, targets: targets, into: &written,
          execution: table)
      }
      #expect(written.map(\.bits) == found.map(\.bits))
      #expect(found.map(\.bits) == (first ?? found).map(\.bits))
      first = found
    }
    return first ?? []
  }

  /// The figures that are further from the exact ones than they may be.
  private func violations<Scalar: TestScalar>(
    _ sample: SampleEvaluation, _ exact: ExactEvaluation<Scalar.Wide>,
    _ bounds: EvaluationBounds<Scalar>
  ) -> [String] {
    let epsilon = Double(Scalar.ulpOfOne)
    let ofLogSumExp = bounds.logSumExp(Double(exact.logSumExp))
    return [
      ("loss", sample.loss, exact.loss, bounds.loss),
      ("logSumExp", sample.logSumExp, exact.logSumExp, ofLogSumExp),
      ("confidence", sample.confidence, exact.confidence, bounds.confidence),
      ("entropy", sample.entropy, exact.entropy, bounds.entropy),
      ("brier", sample.brier, exact.brier, bounds.brier),
    ].compactMap { (name, result, exact: Scalar.Wide, allowed) in
      let error = Double(abs(Scalar.Wide(result) - exact))
      return error <= allowed * epsilon
        ? nil : "\(name) \(result), not \(exact), allowed \(allowed) ε"
    }
  }

  @Test(arguments: Execution.tables, [1, 2, 7, 16, 17, 100, 1000])
  func figuresStayInTheirRanges(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let epsilon = Double(Scalar.ulpOfOne)
      for spread in [0, 1e-6, 1, 17, 50, 1000, 1e30] as [Scalar] {
        let logits = Batch<Scalar>(
          samples: 20, classes: classes, in: -spread...spread,
          seed: UInt64(classes))
        let targets = (0..<20).map { $0 * 31 % classes }
        let found = try logits.read {
          try CrossEntropy().evaluate(
            $0, logits.shape.layout, targets: targets, execution: table)
        }
        let bounds = EvaluationBounds<Scalar>(
          classes: classes, spread: 2 * Double(spread))
        let largest = Double.log(Double(classes)) + bounds.entropy * epsilon
        let least = (1 - bounds.confidence * epsilon) / Double(classes)
        for (i, sample) in found.enumerated() {
          #expect(0...largest ~= sample.entropy, "\(sample)")
          #expect(0...2 + bounds.brier * epsilon ~= sample.brier, "\(sample)")
          #expect(least...1 ~= sample.confidence, "\(sample)")
          #expect(sample.loss >= 0)
          // All the weight on one class, right or wrong.
          if sample.entropy == 0 {
            #expect(sample.confidence == 1)
            #expect(sample.brier == (sample.isCorrect ? 0 : 2), "\(i)")
          }
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Each function has its own kernels, which add in another order, so the losses
  /// are not the same bits.
  @Test(arguments: Execution.tables, [1, 2, 7, 16, 17, 100, 1000, 5000])
  func theLossIsThatOfLosses(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let samples = 9
      let logits = Batch<Scalar>(samples: samples, classes: classes, in: -4...4)
      let targets = (0..<samples).map { $0 == 4 ? -1 : $0 * 13 % classes }
      let weights = (0..<samples).map { Scalar($0 % 3) - 0.5 }
      let classWeights = (0..<classes).map { Double($0 % 4) / 2 }
      let (zLoss, smoothing) = (0.25, 0.125)
      let additions = EvaluationBounds<Scalar>(classes: classes, spread: 8)
        .additions
      let others = Bounds<Scalar>(
        classes: classes, spread: 8, backend: table.backend
      ).additions
      let logClasses = Double.log(Double(classes))
      for softcap in [2, Double.infinity] {
        let options = CrossEntropy(
          classWeights: classWeights, ignoreIndex: -1,
          labelSmoothing: smoothing, zLoss: zLoss, temperature: 0.5,
          softcap: softcap)
        let found = try logits.read {
          try options.evaluate(
            $0, logits.shape.layout, targets: targets, sampleWeights: weights,
            execution: table)
        }
        let losses = try logits.read {
          try options.losses(
            $0, logits.shape.layout, targets: targets, sampleWeights: weights,
            execution: table)
        }
        for (i, sample) in found.enumerated() where !sample.isIgnored {
          let weight = abs(Double(weights[i]))
          #expect(
            sample.weight == Double(weights[i]) * classWeights[targets[i]])
          // Coefficients sum to 1.5 at most; |z| is 8 at most, and d l² is 2 l dl.
          let slope = 1.5 + 2 * zLoss * (8 + logClasses)
          let ofSums = slope * ((additions + others) / 2 + logClasses + 8)
          let allowed =
            weight * ofSums * Double(Scalar.ulpOfOne)
            + Double(losses[i].ulp) / 2
          #expect(
            abs(sample.loss - Double(losses[i])) <= allowed, "\(i), \(softcap)")
        }
        #expect(found[4].bits == SampleEvaluation.ignored.bits)
        #expect(losses[4] == 0)
      }
    }
    try check(Float.self)
    try check(Double.self)
  }
}
