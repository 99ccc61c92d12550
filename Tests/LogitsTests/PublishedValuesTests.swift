import Foundation
import Logits
import TestSupport
import Testing

/// The numbers that other libraries print in the examples of their manuals.
@Suite struct PublishedValuesTests {
  /// See Tests/Fixtures/Published/check.py.
  struct Example: Decodable {
    let source: String
    let what: String
    let rows: [[Double]]
    let classTargets: [Int]?
    let targetProbabilities: [[Double]]?
    let sampleWeights: [Double]?
    let reduction: String?
    let output: String
    let expected: [Double]
    let tolerance: Double
  }

  @Test(arguments: Execution.tables)
  func everyExample(_ table: Execution) throws {
    let examples = try Fixtures.read("Published/values.json", [Example].self)
    #expect(examples.count == 22)
    for example in examples {
      try check(example, Float.self, table)
      try check(example, Double.self, table)
    }
  }

  private func check<Scalar: TestScalar>(
    _ example: Example, _: Scalar.Type, _ table: Execution
  ) throws {
    for found in try results(example, Scalar.self, table) {
      #expect(found.count == example.expected.count)
      for (found, expected) in zip(found, example.expected) {
        #expect(
          abs(found - expected) <= example.tolerance,
          "\(example.source), \(Scalar.self)")
      }
    }
  }

  /// What the library gives, by each function that computes it.
  private func results<Scalar: TestScalar>(
    _ example: Example, _: Scalar.Type, _ table: Execution
  ) throws -> [[Double]] {
    let rows = example.rows.flatMap(\.self).map { Scalar($0) }
    let shape = BatchShape(
      samples: example.rows.count, classes: example.rows[0].count)
    if example.output.lowercased().hasSuffix("softmax") {
      let memory = try RowMemory(
        OperationBatch(
          classes: shape.classes,
          logits: example.rows.map { row in row.map { Scalar($0) } }))
      return try ["", ", in place"].map {
        try memory.run(.named(example.output + $0), table)
        return memory.outputs.flatMap(\.self).map { Double($0) }
      }
    }

    // The logarithms of probabilities are logits of theirs.
    let areLogits = example.what == "logits"
    var call = LossCall<Scalar>(
      rows: example.rows.map { row in
        row.map { Scalar(areLogits ? $0 : Double.log($0)) }
      },
      targets: targets(example),
      sampleWeights: example.sampleWeights?.map { Scalar($0) }, table: table)
    if let reduction = example.reduction.flatMap(Reduction.init) {
      call.options.reduction = reduction
      let ofLogits = try call.loss(reduction, divisor: .samples)
      guard !areLogits, example.sampleWeights == nil else {
        return [[ofLogits]]
      }
      let ofProbabilities =
        switch call.targets {
        case .classes(let targets):
          try CrossEntropy(reduction: reduction, input: .probabilities).loss(
            rows, shape.layout, targets: targets, execution: table)
        case .probabilities(let y):
          try CrossEntropy(reduction: reduction, input: .probabilities).loss(
            rows, shape.layout, targets: y.flatMap(\.self), execution: table)
        }
      return [[ofLogits], [ofProbabilities]]
    }
    let bySample = try call.bySample()
    guard example.output == "losses" else {
      return [bySample.gradient.flatMap(\.self).map { Double($0) }]
    }
    guard !areLogits else { return [bySample.losses] }
    let ofProbabilities =
      switch call.targets {
      case .classes(let targets):
        try CrossEntropy(input: .probabilities).losses(
          rows, shape.layout, targets: targets, execution: table)
      case .probabilities(let y):
        try CrossEntropy(input: .probabilities).losses(
          rows, shape.layout, targets: y.flatMap(\.self), execution: table)
      }
    return [bySample.losses, ofProbabilities.map { Double($0) }]
  }

  private func targets<Scalar: TestScalar>(
    _ example: Example
  ) -> LossCall<Scalar>.Targets {
    if let targets = example.classTargets { return .classes(targets) }
    return .probabilities(
      (example.targetProbabilities ?? []).map { row in
        row.map { Scalar($0) }
      })
  }
}
