import Logits
import TestSupport
import Testing

/// Options are checked when a `CrossEntropy` is made.
@Suite struct OptionRangeTests {
  @Test func optionsOutOfRange() throws {
    func expect(
      _ option: LogitsError.Option, _ values: [Double],
      _ change: WritableKeyPath<LossOptions, Double>
    ) {
      for value in values {
        var options = LossOptions()
        options[keyPath: change] = value
        let error = #expect(throws: LogitsError.self) {
          try options.made()
        }
        guard case .optionOutOfRange(option, let found) = error else {
          Issue.record("\(option), \(value): \(String(describing: error))")
          continue
        }
        #expect(found == value || (found.isNaN && value.isNaN))
      }
    }
    let never = [-1, -1e-300, -.infinity, .nan] as [Double]
    expect(.labelSmoothing, never + [1.001, .infinity], \.labelSmoothing)
    expect(.zLoss, never + [.infinity], \.zLoss)
    expect(.temperature, never + [0, 9e-16, 2e15, .infinity], \.temperature)
    expect(.softcap, never + [0, 9e-16, 2e15], \.softcap)
    expect(.targetSumTolerance, never + [.infinity], \.tolerance)
    #expect(throws: Never.self) {
      _ = try CrossEntropy(labelSmoothing: 1, zLoss: 1e300, temperature: 1e-15)
      _ = try CrossEntropy(
        temperature: 1e15, softcap: 1e-15, targetSumTolerance: 0)
      _ = try CrossEntropy(classWeights: [0, 3e38], softcap: 1e15)
    }
  }

  @Test func weightsOfClasses() throws {
    // The last is no Float.
    for value in [-1, -1e-300, .infinity, 1e39] as [Double] {
      let error = LogitsError.invalidWeight(
        .classWeights, index: 2, value: value)
      #expect(throws: error) {
        _ = try CrossEntropy(classWeights: [1, 0, value, -5])
      }
    }
    let error = #expect(throws: LogitsError.self) {
      _ = try CrossEntropy(classWeights: [.nan])
    }
    guard case .invalidWeight(.classWeights, 0, let value) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(value.isNaN)
  }

  @Test func messagesAreOneLine() {
    for (error, message) in [
      (
        .optionOutOfRange(.zLoss, value: -1),
        "z-loss must be 0 or more, not -1.0"
      ),
      (
        .invalidWeight(.sampleWeights, index: 3, value: .nan),
        "sample weights: element 3 is nan"
      ),
      (
        .targetSum(row: 4, value: 0.5),
        "row 4: the target probabilities sum to 0.5, not to 1"
      ),
      (.nothingCounts, "no sample counts, so there is no mean"),
      (
        .sizeMismatch(.classWeights, expected: 3...3, actual: 2),
        "class weights: 2 elements instead of 3"
      ),
      (
        .overlap(.gradient, .sampleWeights),
        "gradient and sample weights overlap"
      ),
      (.cannotMerge("why"), "these results cannot be merged: why"),
    ] as [(LogitsError, String)] {
      #expect(error.description == message)
    }
  }
}

extension LossOptions {
  /// The tolerance as an option that is always there.
  fileprivate var tolerance: Double {
    get { targetSumTolerance ?? 0 }
    set { targetSumTolerance = newValue }
  }
}
