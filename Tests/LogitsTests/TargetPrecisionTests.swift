import Logits
import TestSupport
import Testing

/// Target probabilities of another precision than the logits are those numbers,
/// rounded to it.
@Suite struct TargetPrecisionTests {
  static let layouts: [Layout] = [
    .rows(of: 6), .rows(of: 6, stride: 7), .planes(classes: 3, positions: 14),
  ]

  @Test(arguments: layouts)
  func losesNothingElse(_ layout: Layout) throws {
    try check(Float.self, Double.self, layout)
    try check(BFloat16.self, Double.self, layout)
    try check(Double.self, Float.self, layout)
    try check(Double.self, BFloat16.self, layout)
    #if !(os(macOS) && arch(x86_64))
    try check(Float16.self, Double.self, layout)
    try check(Double.self, Float16.self, layout)
    #endif
  }

  private func check<Logit: TestLogit, Target: TestLogit>(
    _: Logit.Type, _: Target.Type, _ layout: Layout
  ) throws {
    let count = 84
    let logits = (0..<count).map {
      Logit(nearest: Logit.Scalar(Double($0 * 7 % 11) / 3))
    }
    let targets = (0..<count).map {
      Target(nearest: Target.Scalar(Double($0 * 5 % 13) / 7))
    }
    let rounded = targets.map { Logit.Scalar(Double($0.scalar)) }
    let none = [Logit.Scalar](repeating: 0, count: count)
    let options = CrossEntropy(labelSmoothing: 0.125)
    var (gradient, expected) = (none, none)
    let loss = try options.loss(
      logits, layout, targets: targets, gradient: &gradient)
    let expectedLoss = try options.loss(
      logits, layout, targets: rounded, gradient: &expected)
    #expect(loss == expectedLoss)
    #expect(gradient == expected)
    #expect(gradient != none)
    #expect(
      try options.losses(logits, layout, targets: targets)
        == options.losses(logits, layout, targets: rounded))
  }

  @Test func literals() throws {
    let logits: [Float] = [0, 0, 1, 1]
    let loss = try CrossEntropy().loss(
      logits, .rows(of: 2), targets: [0.25, 0.75, 0.5, 0.5])
    #expect(abs(loss - 0.693_147_180_559_945_3) < 0x1p-23)
  }

  /// The caller's targets may be no result, copied or not.
  @Test func overlap() throws {
    var memory = [Double](repeating: 0.5, count: 6)
    memory.withUnsafeMutableBytes { memory in
      let targets = memory.bindMemory(to: Double.self)
      var gradient = UnsafeMutableBufferPointer(
        start: (memory.baseAddress.unsafelyUnwrapped + 24)
          .assumingMemoryBound(to: Float.self), count: 6)
      #expect(throws: LogitsError.overlap(.gradient, .targetProbabilities)) {
        try CrossEntropy().loss(
          [1, 2, 3, 4, 5, 6] as [Float], .rows(of: 3), targets: targets,
          gradient: &gradient)
      }
    }
    #expect(memory == [Double](repeating: 0.5, count: 6))
  }

  @Test func size() {
    #expect(
      throws: LogitsError.sizeMismatch(
        .targetProbabilities, expected: 4...4, actual: 3)
    ) {
      try CrossEntropy().loss(
        [1, 2, 3, 4] as [Float], .rows(of: 2), targets: [0.5, 0.5, 1])
    }
  }
}
