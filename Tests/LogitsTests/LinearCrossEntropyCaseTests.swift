import Logits
import TestSupport
import Testing

/// A linear loss with ignored samples, with no samples and with bad input.
@Suite struct LinearCrossEntropyCaseTests {
  private let shape = LinearShape(samples: 4, features: 2, classes: 3)
  private let x: [Float] = [1, 2, 3, 4, 5, 6, 7, 8]
  private let weight: [Float] = [0.5, 0, 0, 0.5, -0.5, 0.25]

  /// Features of ignored samples are not looked at; their gradient is 0, or left
  /// as it is where gradients are added up.
  @Test(arguments: Execution.tables, [1, 64 << 20])
  func ignoredSamples(_ table: Execution, _ memory: Int) throws {
    let criterion = CrossEntropy(ignoreIndex: -100)
    var bad = x
    for i in [2, 3, 6, 7] { bad[i] = .nan }
    let targets = [0, -100, 2, -100]
    func gradients(
      _ x: [Float], _ targets: [Int], _ samples: Int, accumulates: Bool
    ) throws -> (loss: Double, x: [Float], weight: [Float], bias: [Float]) {
      var dx = [Float](repeating: 7, count: x.count)
      var dw = [Float](repeating: 7, count: weight.count)
      var db = [Float](repeating: 7, count: 3)
      let loss = try criterion.linearLoss(
        x, .rows(of: 2), weight: weight, targets: targets, featureGradient: &dx,
        weightGradient: &dw, biasGradient: &db, accumulates: accumulates,
        workspace: LinearWorkspace(memory: memory), execution: table)
      return (loss, dx, dw, db)
    }
    for accumulates in [false, true] {
      let found = try gradients(bad, targets, 4, accumulates: accumulates)
      let dense = try gradients(
        [1, 2, 5, 6], [0, 2], 2, accumulates: accumulates)
      #expect(found.loss == dense.loss)
      #expect(found.weight == dense.weight)
      #expect(found.bias == dense.bias)
      let nothing: [Float] = accumulates ? [7, 7] : [0, 0]
      #expect(found.x == dense.x[..<2] + nothing + dense.x[2...] + nothing)

      let none = try gradients(
        bad, [-100, -100, -100, -100], 4, accumulates: accumulates)
      #expect(none.loss.isNaN)
      #expect(none.weight.allSatisfy { $0 == (accumulates ? 7 : 0) })
      #expect(none.bias.allSatisfy { $0 == (accumulates ? 7 : 0) })
      #expect(none.x.allSatisfy { $0 == (accumulates ? 7 : 0) })
    }
    let losses = try criterion.linearLosses(
      bad, .rows(of: shape.features), weight: weight, targets: targets,
      workspace: LinearWorkspace(memory: memory), execution: table)
    #expect(losses[1] == 0 && losses[3] == 0)
    #expect(losses[0] > 0 && losses[2] > 0)
  }

  /// Weights of samples may be negative, and so may be their sum.
  @Test func negativeDivisor() throws {
    let criterion = CrossEntropy()
    let logits = try linear(x, .rows(of: shape.features), weight: weight)
    let weights: [Float] = [1, -2, 0.5, -1]
    let targets = [0, 1, 2, 0]
    let expected = try criterion.loss(
      logits, .rows(of: 3), targets: targets, sampleWeights: weights)
    for memory in [1, 64 << 20] {
      let found = try criterion.linearLoss(
        x, .rows(of: shape.features), weight: weight, targets: targets,
        sampleWeights: weights, workspace: LinearWorkspace(memory: memory))
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test func nothingCounts() throws {
    let empty = LinearShape(samples: 0, features: 2, classes: 3)
    let none: [Float] = []
    func loss(_ criterion: CrossEntropy) throws -> Double {
      try criterion.linearLoss(
        none, .rows(of: empty.features), weight: weight, targets: [Int]())
    }
    #expect(try loss(CrossEntropy()).isNaN)
    #expect(try loss(CrossEntropy(reduction: .sum)) == 0)
    #expect(try loss(CrossEntropy(emptyMean: .zero)) == 0)
    #expect(throws: LogitsError.nothingCounts) {
      try loss(CrossEntropy(emptyMean: .error))
    }
    #expect(
      try CrossEntropy().linearLosses(
        none, .rows(of: empty.features), weight: weight, targets: [Int]()) == []
    )
  }

  /// Nothing is written, also where gradients are added up.
  @Test func badInput() throws {
    func error(
      _ criterion: CrossEntropy, targets: [Int] = [0, 1, 2, 0],
      weights: [Float]? = nil, divisor: Divisor = .weights,
      memory: Int = 1 << 20
    ) -> LogitsError? {
      var dx = [Float](repeating: 7, count: 8)
      var dw = [Float](repeating: 7, count: 6)
      do throws(LogitsError) {
        try criterion.linearLoss(
          x, .rows(of: shape.features), weight: weight, targets: targets,
          sampleWeights: weights, divisor: divisor, featureGradient: &dx,
          weightGradient: &dw, biasGradient: &Unwanted<Float>.gradient,
          accumulates: true,
          workspace: LinearWorkspace(memory: memory))
        return nil
      } catch {
        #expect((dx + dw).allSatisfy { $0 == 7 })
        return error
      }
    }
    let plain = CrossEntropy(ignoreIndex: -100)
    #expect(error(plain) == nil)
    #expect(
      error(plain, targets: [0, 1, 3, -100])
        == .targetOutOfRange(row: 2, value: 3, classes: 3))
    #expect(
      error(plain, targets: [0, 1])
        == .sizeMismatch(.targets, expected: 4...4, actual: 2))
    #expect(
      error(plain, weights: [1, 1, 1])
        == .sizeMismatch(.sampleWeights, expected: 4...4, actual: 3))
    #expect(error(plain, memory: 0) == .optionOutOfRange(.memory, value: 0))
    #expect(
      error(plain, divisor: .value(-1))
        == .optionOutOfRange(.divisor, value: -1))
    #expect(
      error(CrossEntropy(classWeights: [1, 2]))
        == .sizeMismatch(.classWeights, expected: 3...3, actual: 2))
    #expect(
      error(plain, weights: [1, 1, 1, .nan])
        == .invalidWeight(.sampleWeights, index: 3, value: .nan))
  }

  @Test func overlap() throws {
    let criterion = CrossEntropy()
    var memory = [Float](repeating: 0.5, count: 16)
    memory.withUnsafeMutableBufferPointer { memory in
      func part(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: memory[range])
      }
      var (six, four, inner) = (part(2..<8), part(12..<16), part(5..<9))
      var outer = part(7..<11)
      let weights = UnsafeBufferPointer(rebasing: memory[7..<11])
      #expect(throws: LogitsError.overlap(.weightGradient, .sampleWeights)) {
        try criterion.linearLoss(
          x, .rows(of: shape.features), weight: weight, targets: [0, 1, 2, 0],
          sampleWeights: weights, featureGradient: &Unwanted<Float>.gradient,
          weightGradient: &six,
          biasGradient: &Unwanted<Float>.gradient)
      }
      #expect(throws: LogitsError.overlap(.weightGradient, .upstream)) {
        try criterion.linearLosses(
          x, .rows(of: shape.features), weight: weight, targets: [0, 1, 2, 0],
          upstream: weights,
          into: &four,
          featureGradient: &Unwanted<Float>.gradient, weightGradient: &six,
          biasGradient: &Unwanted<Float>.gradient)
      }
      #expect(throws: LogitsError.overlap(.losses, .weightGradient)) {
        try criterion.linearLosses(
          x, .rows(of: shape.features), weight: weight, targets: [0, 1, 2, 0],
          into: &inner,
          featureGradient: &Unwanted<Float>.gradient, weightGradient: &six,
          biasGradient: &Unwanted<Float>.gradient)
      }
      #expect(throws: LogitsError.overlap(.losses, .features)) {
        try criterion.linearLosses(
          UnsafeBufferPointer(rebasing: memory[..<8]),
          .rows(of: shape.features), weight: weight, targets: [0, 1, 2, 0],
          into: &outer,
          featureGradient: &Unwanted<Float>.gradient,
          weightGradient: &Unwanted<Float>.gradient,
          biasGradient: &Unwanted<Float>.gradient)
      }
    }
    #expect(memory.allSatisfy { $0 == 0.5 })
  }
}
