import Logits
import TestSupport
import Testing

/// Losses against the textbook in a wider type, with class indices and with
/// target probabilities, from logits and from probabilities.
@Suite struct CrossEntropyTests {
  @Test(arguments: Execution.tables, Shapes.all)
  func float(_ table: Execution, _ shape: (samples: Int, classes: Int)) throws {
    try check(Float.self, table, shape)
  }

  @Test(arguments: Execution.tables, Shapes.all)
  func double(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    try check(Double.self, table, shape)
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ table: Execution,
    _ shape: (samples: Int, classes: Int)
  ) throws where Scalar.RawSignificand: FixedWidthInteger {
    let (samples, classes) = shape
    let range = Scalar.overflowing
    let bounds = Bounds<Scalar>(
      classes: classes, spread: range.upperBound - range.lowerBound,
      backend: table.backend)
    for (gap, offset) in Shapes.layouts {
      let logits = Batch<Scalar>(
        samples: samples, classes: classes, gap: gap, offset: offset,
        in: range)
      let targets = (0..<samples).map { ($0 * 7919 + 3) % classes }
      let losses = try logits.read {
        try crossEntropy(
          $0, targets: targets, shape: logits.shape, reduction: .none,
          execution: table)
      }
      let exact = logits.rows.enumerated().map {
        Oracle.crossEntropy($1, target: targets[$0])
      }
      #expect(losses.count == samples)
      #expect(violations(losses, exact) { _ in bounds.loss } == [])

      let sum = try logits.read {
        try crossEntropy(
          $0, targets: targets, shape: logits.shape, reduction: .sum,
          execution: table)
      }
      let mean = try logits.read {
        try crossEntropy(
          $0, targets: targets, shape: logits.shape, execution: table)
      }
      if samples == 0 {
        #expect(sum == 0)
        #expect(mean.isNaN)
      } else {
        // The sum is of Doubles; Float has its own ε only in the losses.
        let exactSum = exact.reduce(0, +)
        let epsilon = Double(Scalar.ulpOfOne)
        let tolerance =
          Double(samples) * bounds.loss * epsilon
          + Double(exactSum) * Double(samples) * Double.ulpOfOne
        #expect(abs(sum - Double(exactSum)) <= tolerance)
        #expect(mean == sum / Double(samples))
      }
    }
  }

  @Test(arguments: Execution.tables, Shapes.all)
  func targetProbabilities(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    try checkTargetProbabilities(Float.self, table, shape)
    try checkTargetProbabilities(Double.self, table, shape)
  }

  private func checkTargetProbabilities<Scalar: TestScalar>(
    _: Scalar.Type, _ table: Execution,
    _ shape: (samples: Int, classes: Int)
  ) throws where Scalar.RawSignificand: FixedWidthInteger {
    let (samples, classes) = shape
    let range = Scalar.overflowing
    let bounds = Bounds<Scalar>(
      classes: classes, spread: range.upperBound - range.lowerBound,
      backend: table.backend)
    let logits = Batch<Scalar>(
      samples: samples, classes: classes, gap: 1, in: range)
    // A third of the targets is 0; rows sum to about 1.
    let scale = 3 / Scalar(classes)
    let targets = Batch<Scalar>(
      samples: samples, classes: classes, gap: 2, offset: 1
    ) { sample, c in
      Scalar((sample + c) % 3) * scale / 3
    }
    let losses = try logits.read { input in
      try targets.read {
        try crossEntropy(
          input, targetProbabilities: $0,
          targetRowStride: targets.shape.rowStride, shape: logits.shape,
          reduction: .none, execution: table)
      }
    }
    let pairs = zip(logits.rows, targets.rows)
    let exact = pairs.map { Oracle.crossEntropy($0, targets: $1) }
    let largestSum = targets.rows.map { Double($0.reduce(0, +)) }.max() ?? 0
    #expect(
      violations(losses, exact) { _ in bounds.loss(targetSum: largestSum) }
        == [])
  }

  @Test(arguments: Execution.tables, Shapes.all)
  func ofProbabilities(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    let (samples, classes) = shape
    let probabilities = Batch<Float>(
      samples: samples, classes: classes, gap: 1, offset: 1, in: 1e-30...1)
    let classTargets = (0..<samples).map { ($0 * 31 + 1) % classes }
    let targets = Batch<Float>(samples: samples, classes: classes) {
      $1 == classTargets[$0] ? 1 : 0
    }
    let exact = zip(probabilities.rows, targets.rows).map {
      Oracle.crossEntropy(probabilities: $0, targets: $1)
    }
    let byRow = try probabilities.read { input in
      try targets.read {
        try crossEntropy(
          probabilities: input, targetProbabilities: $0,
          shape: probabilities.shape, reduction: .none, execution: table)
      }
    }
    let byClass = try probabilities.read {
      try crossEntropy(
        probabilities: $0, targets: classTargets, shape: probabilities.shape,
        reduction: .none, execution: table)
    }
    // Only the logarithm, in Double, and the rounding to Float.
    #expect(violations(byRow, exact) { 0.5001 * Double($0) } == [])
    #expect(violations(byClass, exact) { 0.5001 * Double($0) } == [])
  }

  @Test func everyIntegerTypeIsTaken() throws {
    let logits: [Double] = [1, 2, 3, 3, 1, 2]
    let shape = BatchShape(samples: 2, classes: 3)
    let expected = try crossEntropy(logits, targets: [2, 0], shape: shape)
    func check<Index: ClassIndex>(_: Index.Type) throws {
      let targets: [Index] = [2, 0]
      #expect(
        try crossEntropy(logits, targets: targets, shape: shape) == expected)
    }
    try check(Int.self)
    try check(Int8.self)
    try check(Int16.self)
    try check(Int32.self)
    try check(Int64.self)
    try check(UInt.self)
    try check(UInt8.self)
    try check(UInt16.self)
    try check(UInt32.self)
    try check(UInt64.self)
  }

  @Test(arguments: Execution.tables, [1, 2, 10, 100, 1000])
  func equalLogitsGiveTheLogarithmOfTheirNumber(
    _ table: Execution, _ classes: Int
  ) throws {
    for value in [0, 1e8, -1e8, 3e38] as [Float] {
      let row = [Float](repeating: value, count: classes)
      let loss = try crossEntropy(
        row, targets: [classes - 1], execution: table)
      #expect(loss == Double.log(Double(classes)))
    }
  }
}
