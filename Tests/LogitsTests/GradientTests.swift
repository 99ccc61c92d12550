import Logits
import TestSupport
import Testing

@Suite struct GradientTests {
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
      try CrossEntropy(reduction: reduction).gradient(
        inPlace: gradient.mutableSpan, targets: hard, shape: shape,
        execution: table)
      try compare(gradient) {
        try crossEntropy(
          $0, targets: hard, shape: shape, reduction: reduction,
          execution: table)
      }
      gradient = input
      try CrossEntropy(reduction: reduction).gradient(
        inPlace: gradient.mutableSpan, targetProbabilities: soft,
        shape: shape, execution: table)
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
        try CrossEntropy().gradient(
          input, targets: targets, shape: logits.shape, into: $0,
          execution: table)
      }
    }
    let inPlaceLoss = try inPlace.write {
      try CrossEntropy().gradient(
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
        try CrossEntropy().gradient(
          input, targetProbabilities: soft, shape: logits.shape,
          into: $0, losses: losses.mutableSpan,
          execution: table)
      }
    }
    try inPlace.write {
      try CrossEntropy().gradient(
        inPlace: $0, targetProbabilities: soft, shape: logits.shape,
        losses: inPlaceLosses.mutableSpan,
        execution: table)
    }
    #expect(separate.rows == inPlace.rows)
    #expect(losses == inPlaceLosses)
    #expect(inPlace.surroundingsAreUntouched)
  }
}
