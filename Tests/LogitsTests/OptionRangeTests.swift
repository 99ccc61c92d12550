import Logits
import TestSupport
import Testing

/// Options are checked by every call, and when that is asked for.
@Suite struct OptionRangeTests {
  @Test func optionsOutOfRange() throws {
    func expect(
      _ option: LogitsError.Option, _ values: [Double],
      _ change: WritableKeyPath<CrossEntropy, Double>
    ) {
      for value in values {
        var options = CrossEntropy(ignoreIndex: -100)
        options[keyPath: change] = value
        #expect(throws: LogitsError.optionOutOfRange(option, value: value)) {
          try options.validate()
        }
        #expect(throws: LogitsError.optionOutOfRange(option, value: value)) {
          try options.loss([1, 2] as [Float], .oneRow, targets: [0])
        }
      }
    }
    let never = [-1, -1e-300, -.infinity, .nan] as [Double]
    expect(.labelSmoothing, never + [1.001, .infinity], \.labelSmoothing)
    expect(.zLoss, never + [.infinity], \.zLoss)
    expect(.temperature, never + [0, 9e-16, 2e15, .infinity], \.temperature)
    expect(.softcap, never + [0, 9e-16, 2e15], \.softcap)
    expect(.targetSumTolerance, never + [.infinity], \.tolerance)
    #expect(throws: Never.self) {
      try CrossEntropy(labelSmoothing: 1, zLoss: 1e300, temperature: 1e-15)
        .validate()
      try CrossEntropy(
        temperature: 1e15, softcap: 1e-15, targetSumTolerance: 0
      ).validate()
      try CrossEntropy(classWeights: [0, -1, 3e38], softcap: 1e15).validate()
    }
  }

  @Test func weightsOfClasses() throws {
    // The last is no Float.
    for value in [.infinity, -.infinity, .nan, 1e39] as [Double] {
      #expect(
        throws: LogitsError.invalidWeight(
          .classWeights, index: 2, value: value)
      ) { try CrossEntropy(classWeights: [1, 0, value, .nan]).validate() }
    }
  }

  @Test func messagesAreOneLine() {
    let messages: KeyValuePairs<String, LogitsError> = [
      "z-loss must be 0 or more, not -1.0":
        .optionOutOfRange(.zLoss, value: -1),
      "sample weights: element 3 is nan":
        .invalidWeight(.sampleWeights, index: 3, value: .nan),
      "row 4: the target probabilities sum to 0.5, not to 1":
        .targetSum(row: 4, value: 0.5),
      "row 17: target 12 is not a class from 0 to 9":
        .targetOutOfRange(row: 17, value: 12, classes: 10),
      "no sample counts, so there is no mean": .nothingCounts,
      "class weights: 2 elements instead of 3":
        .sizeMismatch(.classWeights, expected: 3...3, actual: 2),
      "logits: 3 elements instead of 7 to 8":
        .sizeMismatch(.logits, expected: 7...8, actual: 3),
      "gradient and sample weights overlap":
        .overlap(.gradient, .sampleWeights),
      "these results cannot be merged: why": .cannotMerge("why"),
      "this vector is no summary: why": .invalidSummary("why"),
    ]
    for (message, error) in messages { #expect(error.description == message) }
  }
}

extension CrossEntropy {
  /// The tolerance as an option that is always there.
  fileprivate var tolerance: Double {
    get { targetSumTolerance ?? 0 }
    set { targetSumTolerance = newValue }
  }
}
