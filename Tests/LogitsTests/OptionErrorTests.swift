import Logits
import TestSupport
import Testing

/// Bad options, weights and targets of a `CrossEntropy`: every method throws the
/// error that names them, and has written nothing.
@Suite struct OptionErrorTests {
  typealias Row = RowOperations<Float>.Row

  private static let methods = RowOperations<Float>.all.filter(\.takesOptions)

  /// Calls the methods that take a buffer, or write it: each must throw the
  /// error.
  private func expect(
    _ error: LogitsError, of buffer: LogitsError.Buffer = .classWeights,
    forms: Set<Row.Form> = Row.Form.all,
    sourceLocation: SourceLocation = #_sourceLocation,
    change: (RowMemory<Float>) throws -> Void = { _ in }
  ) throws {
    let methods = Self.methods.filter {
      $0.takes.union($0.writes).contains(buffer)
        && forms.contains($0.form)
    }
    #expect(methods.count > 1, sourceLocation: sourceLocation)
    for method in methods {
      let memory = try RowMemory.small()
      try change(memory)
      memory.expect(error, from: method, sourceLocation: sourceLocation)
    }
  }

  @Test func numberOfClassWeights() throws {
    for count in [0, 2, 4] {
      try expect(
        .sizeMismatch(.classWeights, expected: 3...3, actual: count)
      ) {
        $0.criterion = CrossEntropy(
          classWeights: [Double](repeating: 1, count: count))
      }
    }
  }

  @Test(arguments: [Float.infinity, -.infinity, .nan], 0...1)
  func weightsOfSamples(_ value: Float, _ row: Int) throws {
    var weights: [Float] = [1, 2]
    weights[row] = value
    try weights.withUnsafeBufferPointer { weights in
      try expect(
        .invalidWeight(.sampleWeights, index: row, value: Double(value))
      ) { $0.sampleWeights = weights }
    }
  }

  /// Expects an error of these targets.
  private func expect(
    _ error: LogitsError, targets: [Int32], ignoreIndex: Int? = -100,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try targets.withUnsafeBufferPointer { targets in
      try expect(error, of: .targets, sourceLocation: sourceLocation) {
        $0.targets = targets
        $0.criterion = CrossEntropy(ignoreIndex: ignoreIndex)
      }
    }
  }

  @Test func targets() throws {
    for (targets, row, value) in [
      ([0, 3], 1, 3), ([-1, 0], 0, -1), ([-100, 7], 1, 7),
    ] as [([Int32], Int, Int128)] {
      try expect(
        .targetOutOfRange(row: row, value: value, classes: 3),
        targets: targets)
    }
    // Without an index to ignore, −100 is no class either.
    try expect(
      .targetOutOfRange(row: 1, value: -100, classes: 3), targets: [0, -100],
      ignoreIndex: nil)
  }

  @Test func targetSums() throws {
    for (y, tolerance, error) in [
      ([0, 1, 0, 0.5, 0.5, 0.25], 0.125, .targetSum(row: 1, value: 1.25)),
      ([0, 0.5, 0, 0.5, 0.25, 0.25], 0, .targetSum(row: 0, value: 0.5)),
    ] as [([Float], Double, LogitsError)] {
      try y.withUnsafeBufferPointer { y in
        try expect(error, of: .targetProbabilities) {
          $0.others = y
          $0.criterion = CrossEntropy(targetSumTolerance: tolerance)
        }
      }
    }
    // At its limit a sum is taken.
    let options = CrossEntropy(targetSumTolerance: 0.25)
    #expect(throws: Never.self) {
      try options.loss(
        [1, 2, 3] as [Float], .oneRow,
        targets: [0.5, 0.25, 0.5] as [Float])
    }
  }

  @Test func nothingCounts() throws {
    let ignored: [Int32] = [-100, -100]
    let weights: [Float] = [1, -1]
    try ignored.withUnsafeBufferPointer { ignored in
      try expect(.nothingCounts, of: .targets, forms: Row.Form.withLoss) {
        $0.criterion = CrossEntropy(
          ignoreIndex: -100, emptyMean: .error)
        $0.targets = ignored
      }
    }
    try weights.withUnsafeBufferPointer { weights in
      try expect(
        .nothingCounts, of: .targetProbabilities, forms: Row.Form.withLoss
      ) {
        $0.criterion = CrossEntropy(emptyMean: .error)
        $0.sampleWeights = weights
      }
    }
  }

  @Test(arguments: [-1, -1e-300, -.infinity, .infinity] as [Double])
  func divisors(_ value: Double) throws {
    try expect(
      .optionOutOfRange(.divisor, value: value), forms: Row.Form.withLoss
    ) { $0.divisor = .value(value) }
  }
}
