import Logits
import TestSupport
import Testing

/// Bad options, weights and targets of a `CrossEntropy`: every method throws the
/// error that names them, and has written nothing.
@Suite struct OptionErrorTests {
  private enum Targets: CaseIterable { case classes, probabilities }

  /// Calls the methods that `takes` says are concerned, each of which must throw
  /// the error.
  private func expect(
    _ error: LogitsError, _ targets: [Targets] = Targets.allCases,
    where takes: (LossForm) -> Bool = { _ in true },
    sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout LossArguments) -> Void
  ) throws {
    var arguments = LossArguments()
    change(&arguments)
    let forms = targets.flatMap {
      switch $0 {
      case .classes: LossForm.ofClasses(arguments)
      case .probabilities: LossForm.ofProbabilities(arguments)
      }
    }
    let options = try arguments.options.made()
    for form in forms where takes(form) {
      let before = LossOutputs(
        gradient: Array(LossArguments.logits.prefix(arguments.gradientCount)),
        losses: [Float](repeating: 7, count: arguments.lossCount))
      var outputs = before
      #expect(
        throws: error, "\(form.name)", sourceLocation: sourceLocation
      ) { try form.call(options, &outputs) }
      #expect(outputs == before, "\(form.name)", sourceLocation: sourceLocation)
    }
  }

  @Test func goodArgumentsAreTaken() throws {
    let arguments = LossArguments()
    let options = try arguments.options.made()
    for form in LossForm.ofClasses(arguments)
      + LossForm.ofProbabilities(arguments)
    {
      var outputs = LossOutputs(
        gradient: LossArguments.logits, losses: [7, 7])
      #expect(throws: Never.self) { try form.call(options, &outputs) }
      if form.takesLosses { #expect(outputs.losses != [7, 7]) }
    }
  }

  @Test func sizes() throws {
    for count in [0, 2, 4] {
      try expect(
        .sizeMismatch(.classWeights, expected: 3...3, actual: count)
      ) { $0.options.classWeights = [Double](repeating: 1, count: count) }
    }
    for count in [0, 1, 3] {
      let elements = [Float](repeating: 1, count: count)
      try expect(
        .sizeMismatch(.sampleWeights, expected: 2...2, actual: count)
      ) { $0.sampleWeights = elements }
      try expect(
        .sizeMismatch(.upstream, expected: 2...2, actual: count),
        where: \.takesUpstream
      ) { $0.upstream = elements }
      try expect(
        .sizeMismatch(.losses, expected: 2...2, actual: count),
        where: \.takesLosses
      ) { $0.lossCount = count }
      try expect(
        .sizeMismatch(.targets, expected: 2...2, actual: count), [.classes]
      ) { $0.targets = [Int](repeating: 0, count: count) }
      try expect(
        .sizeMismatch(.targetProbabilities, expected: 6...6, actual: count),
        [.probabilities]
      ) { $0.y = elements }
    }
    try expect(
      .sizeMismatch(.gradient, expected: 6...6, actual: 5),
      where: { $0.name.hasPrefix("gradient") && !$0.name.contains("in place") }
    ) { $0.gradientCount = 5 }
  }

  @Test func weightsOfSamples() throws {
    for value in [Float.infinity, -.infinity, .nan] {
      for row in 0...1 {
        var weights: [Float] = [1, 2]
        weights[row] = value
        // NaN is not equal to itself.
        if value.isNaN {
          try expectNaN(weights, row: row)
        } else {
          try expect(
            .invalidWeight(.sampleWeights, index: row, value: Double(value))
          ) { $0.sampleWeights = weights }
        }
      }
    }
  }

  private func expectNaN(_ weights: [Float], row: Int) throws {
    let options = try CrossEntropy()
    var arguments = LossArguments()
    arguments.sampleWeights = weights
    for form in LossForm.ofClasses(arguments)
      + LossForm.ofProbabilities(arguments)
    {
      let before = LossOutputs(
        gradient: LossArguments.logits, losses: [7, 7])
      var outputs = before
      let error = #expect(throws: LogitsError.self) {
        try form.call(options, &outputs)
      }
      guard case .invalidWeight(.sampleWeights, row, let value) = error else {
        Issue.record("\(form.name): \(String(describing: error))")
        continue
      }
      #expect(value.isNaN)
      #expect(outputs == before)
    }
  }

  @Test func targets() throws {
    for (targets, row, value) in [
      ([0, 3], 1, 3), ([-1, 0], 0, -1), ([-100, 7], 1, 7),
    ] {
      try expect(
        .targetOutOfRange(row: row, value: Int128(value), classes: 3),
        [.classes]
      ) { $0.targets = targets }
    }
    // Without an index to ignore, −100 is no class either.
    try expect(
      .targetOutOfRange(row: 1, value: -100, classes: 3), [.classes]
    ) {
      $0.options.ignoreIndex = nil
      $0.targets = [0, -100]
    }
    try expect(.targetSum(row: 1, value: 1.25), [.probabilities]) {
      $0.options.targetSumTolerance = 0.125
      $0.y[4] = 0.5
    }
    try expect(.targetSum(row: 0, value: 0.5), [.probabilities]) {
      $0.options.targetSumTolerance = 0
      $0.y[1] = 0.5
    }
    // At its limit a sum is taken.
    let options = try CrossEntropy(targetSumTolerance: 0.25)
    #expect(throws: Never.self) {
      try options.loss(
        [1, 2, 3] as [Float], targetProbabilities: [0.5, 0.25, 0.5])
    }
  }

  @Test func nothingCounts() throws {
    let reduced = ["loss", "gradient", "gradient in place"]
    let reducedSoft = reduced.map { $0 + ", soft" }
    try expect(
      .nothingCounts, [.classes], where: { reduced.contains($0.name) }
    ) {
      $0.options.emptyMean = .error
      $0.targets = [-100, -100]
    }
    try expect(
      .nothingCounts, [.probabilities],
      where: { reducedSoft.contains($0.name) }
    ) {
      $0.options.emptyMean = .error
      $0.sampleWeights = [1, -1]
    }
  }

  @Test func divisors() throws {
    let options = try CrossEntropy()
    let (logits, shape) = (LossArguments.logits, LossArguments.shape)
    for value in [-1, -1e-300, -.infinity, .infinity] as [Double] {
      let error = LogitsError.optionOutOfRange(.divisor, value: value)
      var gradient = logits
      #expect(throws: error) {
        try options.loss(
          logits, targets: [0, 1], shape: shape, divisor: .value(value))
      }
      #expect(throws: error) {
        try options.gradient(
          inPlace: gradient.mutableSpan, targets: [0, 1], shape: shape,
          divisor: .value(value))
      }
      #expect(throws: error) {
        try options.gradient(
          logits, targetProbabilities: logits, shape: shape,
          divisor: .value(value), into: gradient.mutableSpan)
      }
      #expect(gradient == logits)
    }
  }
}
