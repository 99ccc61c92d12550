import CProcessState
import Logits
import TestSupport
import Testing

/// Numbers below the normal ones: as logits, as results, on the way.
@Suite struct SubnormalTests {
  private static let least = Float.leastNonzeroMagnitude

  @Test(arguments: Execution.tables, [1, 10, 1000])
  func theyCompareAsNumbers(_ table: Execution, _ classes: Int) throws {
    var row = [Float](repeating: 0, count: classes)
    row[classes / 2] = Self.least
    let shape = BatchShape(samples: 1, classes: classes)
    #expect(try argmax(row, shape.layout, execution: table) == [classes / 2])
    row = row.map { $0 - Self.least }
    #expect(try argmax(row, shape.layout, execution: table) == [classes / 2])
    for p in try softmax(row, shape.layout, execution: table) {
      #expect(abs(p * Float(classes) - 1) < 2 * .ulpOfOne)
    }
  }

  /// A probability that has a logarithm is not 0.
  @Test(arguments: Execution.tables)
  func theyHaveLogarithms(_ table: Execution) throws {
    func check<Scalar: TestScalar>(_ p: Scalar) throws {
      let expected = -Scalar.Wide.log(Scalar.Wide(p))
      let allowed = 2 * expected * Scalar.Wide(Scalar.ulpOfOne)
      for loss in try [
        CrossEntropy(input: .probabilities).losses(
          [p, 1], .oneRow, targets: [0], execution: table)[0],
        CrossEntropy(input: .probabilities).losses(
          [1, p], .oneRow, targets: [0, 1] as [Scalar], execution: table)[0],
      ] {
        #expect(abs(Scalar.Wide(loss) - expected) <= allowed)
      }
    }
    for divisor in [1, 3, 1000] {
      try check(Float.leastNormalMagnitude / Float(divisor))
      try check(Double.leastNormalMagnitude / Double(divisor))
    }
    try check(Float.leastNonzeroMagnitude)
    try check(Double.leastNonzeroMagnitude)
  }

  #if arch(x86_64)
  /// Powers that are normal by themselves, and results that are products.
  @Test(arguments: Execution.tables, [3, 10, 300])
  func noResultIsSubnormal(_ table: Execution, _ classes: Int) throws {
    let shape = BatchShape(samples: 1, classes: classes)
    let row = (0..<classes).map { $0 == 0 ? 0 : -84 - 2 * Float($0 % 10) }
    var gradient = row
    for upstream in [1, 1e-3, 1e-30] {
      try CrossEntropy().loss(
        row, shape.layout, targets: [0], upstream: upstream,
        gradient: &gradient, execution: table)
      #expect(!gradient.contains { $0.isSubnormal })
    }
    let p = try softmax(row, shape.layout, execution: table)
    #expect(p[1].isNormal && !p.contains { $0.isSubnormal })
    let slopes = try softmaxGradient(
      p, shape.layout, upstream: p, execution: table)
    #expect(!slopes.contains { $0.isSubnormal })
  }

  /// Whether the caller's own arithmetic makes them 0 changes nothing.
  @Test(arguments: Execution.tables, [1, 10, 300])
  func theCallersSettingDoesNotMatter(
    _ table: Execution, _ classes: Int
  ) throws {
    var batch = OperationBatch<Float>(samples: 19, classes: classes)
    batch.logits = batch.logits.map { $0.map { $0 * .leastNormalMagnitude } }
    batch.sampleWeights = batch.sampleWeights.map { $0 * 1e-30 }
    batch.upstream = batch.sampleWeights
    let memory = try RowMemory(batch)
    for operation in RowOperations<Float>.allVaried {
      let expected = try memory.digest(of: operation, table)
      let control = floating_point_control()
      defer { set_floating_point_control(control) }
      for change: UInt64 in [0x40, 0x8000, 0x8040] {
        set_floating_point_control(control | change)
        #expect(try memory.digest(of: operation, table) == expected)
      }
    }
  }

  /// Where they are factors: target probabilities, and in gradients.
  @Test(arguments: Execution.tables, [3, 10, 300])
  func factorsCountAsZero(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let x = (0..<classes).map { Scalar($0 % 7) }
      let zeros = x.map { $0 == 1 ? 0.5 : 0 as Scalar }
      let factors = zeros.map { $0 == 0 ? .leastNormalMagnitude / 2 : $0 }
      // A target above 0 where the probability is 0 would be a loss of ∞.
      var p = try softmax(x, .oneRow, execution: table)
      p[0] = 0
      func results(_ y: [Scalar]) throws -> [[Scalar]] {
        var gradient = x
        let loss = try CrossEntropy().loss(
          x, .oneRow, targets: y, gradient: &gradient, execution: table)
        let ofProbabilities = try CrossEntropy(input: .probabilities).loss(
          p, .oneRow, targets: y, execution: table)
        return [
          [Scalar(loss), Scalar(ofProbabilities)], gradient,
          try softmaxGradient(y, .oneRow, upstream: x, execution: table),
          try softmaxGradient(p, .oneRow, upstream: y, execution: table),
          try logSoftmaxGradient(x, .oneRow, upstream: y, execution: table),
        ]
      }
      #expect(try results(factors) == results(zeros))
    }
    try check(Float.self)
    try check(Double.self)
  }
  #endif
}
