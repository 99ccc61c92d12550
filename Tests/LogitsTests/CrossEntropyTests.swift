import Logits
import TestSupport
import Testing

/// Losses against the textbook in a wider type, with class indices and with
/// target probabilities, from logits and from probabilities.
@Suite struct CrossEntropyTests {
  @Test(arguments: Shapes.all)
  func everyShape(_ shape: (samples: Int, classes: Int)) throws {
    try check(Float.self, shape)
    try check(Double.self, shape)
    try checkTargetProbabilities(Float.self, shape)
    try checkTargetProbabilities(Double.self, shape)
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ shape: (samples: Int, classes: Int)
  ) throws {
    let (samples, classes) = shape
    let range = Scalar.overflowing
    let rows = Batch<Scalar>(samples: samples, classes: classes, in: range).rows
    let targets = (0..<samples).map { ($0 * 7919 + 3) % classes }
    let exact = zip(rows, targets).map { Oracle.crossEntropy($0, target: $1) }
    for (table, layout) in Execution.tablesAndLayouts {
      let bounds = Bounds<Scalar>(
        classes: classes, spread: range.upperBound - range.lowerBound,
        backend: table.backend)
      let logits = Batch(rows, classes: classes, layout)
      let (losses, sum, mean) = try logits.read {
        (
          try CrossEntropy().losses(
            $0, logits.shape.layout, targets: targets, execution: table),
          try CrossEntropy(reduction: .sum).loss(
            $0, logits.shape.layout, targets: targets, execution: table),
          try CrossEntropy().loss(
            $0, logits.shape.layout, targets: targets, execution: table)
        )
      }
      #expect(losses.count == samples)
      #expect(violations(losses, exact) { _ in bounds.loss } == [], "\(table)")

      if samples == 0 {
        #expect(sum == 0)
        #expect(mean.isNaN)
      } else {
        // The sum is of Doubles; Float has its own ε only in the losses.
        let exactSum = Double(exact.reduce(0, +))
        let epsilon = Double(Scalar.ulpOfOne)
        let tolerance =
          Double(samples) * bounds.loss * epsilon
          + exactSum * Double(samples) * Double.ulpOfOne
        #expect(abs(sum - exactSum) <= tolerance, "\(table)")
        #expect(mean == sum / Double(samples), "\(table)")
      }
    }
  }

  private func checkTargetProbabilities<Scalar: TestScalar>(
    _: Scalar.Type, _ shape: (samples: Int, classes: Int)
  ) throws {
    let (samples, classes) = shape
    let range = Scalar.overflowing
    let logits = Batch<Scalar>(
      samples: samples, classes: classes, gap: 1, in: range)
    // A third of the targets is 0; rows sum to about 1.
    let targets = Batch<Scalar>(
      samples: samples, classes: classes, gap: 2, offset: 1
    ) { sample, c in
      Scalar((sample + c) % 3) / Scalar(classes)
    }
    let exact = zip(logits.rows, targets.rows).map {
      Oracle.crossEntropy($0, targets: $1)
    }
    let largestSum = targets.rows.map { Double($0.reduce(0, +)) }.max() ?? 0
    for table in Execution.tables {
      let bounds = Bounds<Scalar>(
        classes: classes, spread: range.upperBound - range.lowerBound,
        backend: table.backend)
      let losses = try logits.read { input in
        try targets.read {
          try CrossEntropy().losses(
            input, logits.shape.layout, targets: $0,
            targetStride: targets.shape.rowStride, execution: table)
        }
      }
      #expect(
        violations(losses, exact) { _ in
          bounds.loss(targetSum: largestSum)
        } == [], "\(table)")
    }
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
        try CrossEntropy(input: .probabilities).losses(
          input, probabilities.shape.layout, targets: $0,
          targetStride: classes, execution: table)
      }
    }
    let byClass = try probabilities.read {
      try CrossEntropy(input: .probabilities).losses(
        $0, probabilities.shape.layout, targets: classTargets, execution: table)
    }
    // Only the logarithm, in Double, and the rounding to Float.
    #expect(violations(byRow, exact) { 0.5001 * Double($0) } == [])
    #expect(violations(byClass, exact) { 0.5001 * Double($0) } == [])
  }

  @Test func everyIntegerTypeIsTaken() throws {
    let logits: [Double] = [1, 2, 3, 3, 1, 2]
    let shape = BatchShape(samples: 2, classes: 3)
    let expected = try CrossEntropy().loss(
      logits, shape.layout, targets: [2, 0])
    func check<Index: ClassIndex>(_: Index.Type) throws {
      let targets: [Index] = [2, 0]
      #expect(
        try CrossEntropy().loss(logits, shape.layout, targets: targets)
          == expected)
    }
    for type in ClassIndices.types { try check(type) }
  }

  @Test(arguments: Execution.tables, [1, 2, 10, 100, 1000])
  func equalLogitsGiveTheLogarithmOfTheirNumber(
    _ table: Execution, _ classes: Int
  ) throws {
    for value in [0, 1e8, -1e8, 3e38] as [Float] {
      let row = [Float](repeating: value, count: classes)
      let loss = try CrossEntropy().loss(
        row, .oneRow, targets: [classes - 1], execution: table)
      #expect(loss == Double.log(Double(classes)))
    }
  }
}
