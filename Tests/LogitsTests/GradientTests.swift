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
      try CrossEntropy(reduction: reduction).loss(
        gradientInPlace: &gradient, shape.layout, targets: hard,
        execution: table)
      try compare(gradient) {
        try CrossEntropy(reduction: reduction).loss(
          $0, shape.layout, targets: hard, execution: table)
      }
      gradient = input
      try CrossEntropy(reduction: reduction).loss(
        gradientInPlace: &gradient, shape.layout, targets: soft,
        execution: table)
      try compare(gradient) {
        try CrossEntropy(reduction: reduction).loss(
          $0, shape.layout, targets: soft, execution: table)
      }
    }
  }
}
