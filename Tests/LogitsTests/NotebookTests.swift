import Logits
import TestSupport
import Testing

/// What textbook notebooks print: NumPy's exp(x) / sum(exp(x)) and
/// −sum(y · log(p)), PyTorch's nn.CrossEntropyLoss and torch.max(y, 1).
@Suite struct NotebookTests {
  @Test(arguments: Execution.tables)
  func softmaxOfOneSample(_ table: Execution) throws {
    let first = try softmax([3, 1, 0.1] as [Double], .oneRow, execution: table)
    #expect(rounded(first, 8) == [0.840_083_05, 0.113_692_88, 0.046_224_07])
    let second = try softmax([2, 1, 0.1] as [Float], .oneRow, execution: table)
    #expect(rounded(second.map(Double.init), 4) == [0.6590, 0.2424, 0.0986])
  }

  @Test(arguments: Execution.tables)
  func oneHotTargetsAgainstProbabilities(_ table: Execution) throws {
    func loss(_ probabilities: [Double]) throws -> Double {
      try CrossEntropy(input: .probabilities).loss(
        probabilities, .oneRow, targets: [1, 0, 0] as [Double],
        execution: table)
    }
    #expect(try rounded([loss([0.7, 0.2, 0.2])], 4) == [0.3567])
    #expect(try rounded([loss([0.7, 0.2, 0.1])], 4) == [0.3567])
    #expect(try rounded([loss([0.1, 0.3, 0.6])], 4) == [2.3026])
    let batch = try CrossEntropy(input: .probabilities).loss(
      [0.7, 0.2, 0.1, 0.1, 0.3, 0.6] as [Float], .rows(of: 3),
      targets: [1, 0, 0, 1, 0, 0] as [Float], execution: table)
    #expect(rounded([batch], 4) == [1.3296])
  }

  @Test(
    arguments: Execution.tables,
    [
      ([2, 1, 0.1], [0], 0.4170, [0]),
      ([0.5, 2, 0.3], [0], 1.8406, [1]),
      ([0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1], [2, 0, 1], 0.3018, [2, 0, 1]),
      (
        [2.1, 1, 0.1, 0.1, 1, 2.1, 0.1, 3, 0.1], [2, 0, 1], 1.6242, [0, 2, 1]
      ),
    ] as [(logits: [Float], targets: [Int], loss: Double, predictions: [Int])])
  func logitsWithClassIndices(
    _ table: Execution,
    _ c: (logits: [Float], targets: [Int], loss: Double, predictions: [Int])
  ) throws {
    let shape = BatchShape(samples: c.targets.count, classes: 3)
    let loss = try CrossEntropy().loss(
      c.logits, shape.layout, targets: c.targets, execution: table)
    #expect(rounded([loss], 4) == [c.loss])
    #expect(
      try argmax(c.logits, shape.layout, execution: table) == c.predictions)
  }

  private func rounded(_ values: [Double], _ digits: Int) -> [Double] {
    let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    return values.map { ($0 * scale).rounded() / scale }
  }
}
