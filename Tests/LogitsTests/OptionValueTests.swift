import Foundation
import Logits
import LogitsFoundation
import TestSupport
import Testing

/// Options and errors as values: changed, stored, shown.
@Suite struct OptionValueTests {
  @Test func optionsAreStoredAndReadBack() throws {
    var options = CrossEntropy(
      classWeights: [1, 0.5, -2], ignoreIndex: -100, labelSmoothing: 0.1,
      reduction: .sum, zLoss: 1e-4, temperature: 2, softcap: 30,
      targetSumTolerance: 0.01, emptyMean: .zero,
      negativeInfinityRows: .zero)
    for _ in 0..<2 {
      let data = try JSONEncoder().encode(options)
      let read = try JSONDecoder().decode(CrossEntropy.self, from: data)
      #expect(read == options)
      // Without a softcap, for which JSON has no number; and with other input.
      options.softcap = .infinity
      (options.temperature, options.zLoss) = (1, 0)
      options.input = .logProbabilities
    }
  }

  @Test func optionsThatAreNotThereAreTheDefaults() throws {
    let empty = try JSONDecoder().decode(
      CrossEntropy.self, from: Data("{}".utf8))
    #expect(empty == CrossEntropy())
    #expect(CrossEntropy().ignoreIndex == nil)
    for wrong in [
      #"{"temperature": 0}"#, #"{"labelSmoothing": 2}"#,
      #"{"input": "probabilities", "zLoss": 1}"#,
    ] {
      let error = #expect(throws: LogitsError.self) {
        try JSONDecoder().decode(CrossEntropy.self, from: Data(wrong.utf8))
      }
      #expect(error?.code == .option)
    }
  }

  /// Weights that are changed are the ones that count.
  @Test func changedWeights() throws {
    var options = CrossEntropy(classWeights: [1, 1])
    options.classWeights = [2, 3]
    let logits: [Float] = [0.5, 1]
    let changed = try options.losses(logits, .oneRow, targets: [1])
    let plain = try CrossEntropy().losses(logits, .oneRow, targets: [1])
    #expect(changed == plain.map { 3 * $0 })
    options.classWeights = nil
    #expect(try options.losses(logits, .oneRow, targets: [1]) == plain)
  }

  @Test func optionsOfLogitsAlone() {
    for change in [
      { (options: inout CrossEntropy) in options.temperature = 2 },
      { $0.softcap = 3 }, { $0.zLoss = 0.1 },
    ] {
      var options = CrossEntropy(input: .probabilities)
      change(&options)
      let error = #expect(throws: LogitsError.self) {
        try options.loss([0.5, 0.5] as [Float], .oneRow, targets: [0])
      }
      #expect(error?.code == .option)
    }
  }

  @Test func anErrorSaysWhatIsWrong() {
    let error = #expect(throws: LogitsError.self) {
      try CrossEntropy().loss(
        [1, 2, 3, 4] as [Float], .rows(of: 2), targets: [0, 7])
    }
    #expect(error?.code == .targetOutOfRange)
    #expect(error?.code.concernsData == true)
    #expect(error?.argument == "targets")
    #expect(error?.row == 1)
    #expect(error?.value == 7)
    let words = "row 1: target 7 is not a class from 0 to 1"
    #expect(error?.message == words)
    #expect(error?.localizedDescription == words)
  }

  /// Bytes of Foundation's are class indices.
  @Test func data() throws {
    let logits: [Float] = [1, 5, 2, 7, 0, 6]
    var found = Data([9, 9])
    try argmax(logits, .rows(of: 3), into: &found)
    #expect(Array(found) == [1, 0])
    #expect(
      try CrossEntropy().loss(logits, .rows(of: 3), targets: found)
        == CrossEntropy().loss(logits, .rows(of: 3), targets: [1, 0]))
  }
}
