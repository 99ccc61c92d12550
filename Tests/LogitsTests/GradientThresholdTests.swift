import Logits
import TestSupport
import Testing

/// Gradients without the classes that hardly matter.
@Suite struct GradientThresholdTests {
  /// One likely class for each sample; in blocks of few samples, most classes
  /// are not likely for any.
  private struct Peaked<Scalar: TestScalar> {
    let shape = LinearShape(samples: 90, features: 8, classes: 200)
    let layer: LinearTests.Layer<Scalar>
    let targets = (0..<90).map { $0 % 7 == 0 ? -100 : $0 * 2 }

    init() {
      layer = LinearTests.Layer(shape)
    }

    struct Gradients {
      var loss = 0.0
      var x: [Scalar]
      var weight: [Scalar]
      var bias: [Scalar]
    }

    func gradients(
      _ threshold: Double, _ table: Execution, accumulates: Bool = false,
      memory: Int = 64 << 20
    ) throws -> Gradients {
      // A temperature below 1 makes peaks.
      let criterion = try CrossEntropy(temperature: 0.02)
      var x = layer.x.map { _ in Scalar(1) }
      var weight = layer.weight.map { _ in Scalar(1) }
      var bias = layer.bias.map { _ in Scalar(1) }
      let loss = try criterion.linearGradient(
        layer.x, weight: layer.weight, bias: layer.bias.span,
        targets: targets, shape: shape, upstream: -3,
        featureGradient: x.mutableSpan, weightGradient: weight.mutableSpan,
        biasGradient: bias.mutableSpan, accumulates: accumulates,
        gradientThreshold: threshold, memory: memory, execution: table)
      return Gradients(loss: loss, x: x, weight: weight, bias: bias)
    }
  }

  /// What is left out is below the threshold, |upstream| and divisor included.
  @Test(arguments: Execution.tables)
  func errorIsBounded(_ table: Execution) throws {
    try check(Float.self, table)
    try check(Double.self, table)
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ table: Execution
  ) throws {
    let peaked = Peaked<Scalar>()
    let counted = peaked.targets.count { $0 >= 0 }
    var changed = false
    for accumulates in [false, true] {
      for memory in [1, 40 << 10, 64 << 20] {
        let exact = try peaked.gradients(
          0, table, accumulates: accumulates, memory: memory)
        for threshold in [1e-6, 1e-3, 0.1] {
          let found = try peaked.gradients(
            threshold, table, accumulates: accumulates, memory: memory)
          // The blocks may be other ones, in which OpenBLAS adds otherwise: 9
          // additions of numbers up to 9, over a temperature of 1 / 50.
          let logits = 50 * 81 * Double(Scalar.ulpOfOne)
          #expect(abs(found.loss - exact.loss) <= 2 * logits)
          // Each element of the gradient, 50 times 3 over the divisor, changes
          // with them; up to 200 are added.
          let largest = 50 * 3 / Double(counted)
          let rounding =
            200 * largest * (2 * logits + 200 * Double(Scalar.ulpOfOne))
          let element = threshold * 3 / Double(counted)
          // |W| and |X| are 1 at most.
          expect(found.bias, exact.bias, rounding)
          expect(found.x, exact.x, element * 200 + rounding)
          expect(found.weight, exact.weight, element * 90 + rounding)
          changed = changed || found.weight != exact.weight
        }
      }
    }
    #expect(changed)
  }

  private func expect<Scalar: TestScalar>(
    _ found: [Scalar], _ exact: [Scalar], _ tolerance: Double
  ) {
    #expect(found.count == exact.count)
    for (found, exact) in zip(found, exact) {
      #expect(abs(Double(found) - Double(exact)) <= tolerance)
    }
  }

  /// Above all gradients nothing is left; ignored samples stay what they are.
  @Test func everythingBelow() throws {
    let peaked = Peaked<Float>()
    let found = try peaked.gradients(100, .automatic)
    #expect(found.x.allSatisfy { $0 == 0 })
    #expect(found.weight.allSatisfy { $0 == 0 })
    #expect(found.bias.contains { $0 != 0 })
    let added = try peaked.gradients(100, .automatic, accumulates: true)
    #expect(added.x.allSatisfy { $0 == 1 })
    #expect(added.weight.allSatisfy { $0 == 1 })
  }

  @Test func notANumberIsNotLeftOut() throws {
    var weight = [Float](repeating: 0, count: 3 * 2)
    let criterion = try CrossEntropy()
    try criterion.linearGradient(
      [Float.nan, 1, 0, 0], weight: [1, 2, 3, 4, 5, 6], targets: [0, 1],
      shape: LinearShape(samples: 2, features: 2, classes: 3),
      weightGradient: weight.mutableSpan, gradientThreshold: 0.9)
    #expect(weight.allSatisfy { $0.isNaN })
  }

  @Test(arguments: [-1, .nan, .infinity])
  func refused(_ threshold: Double) throws {
    #expect {
      try Peaked<Float>().gradients(threshold, .automatic)
    } throws: { error in
      guard
        case .optionOutOfRange(.gradientThreshold, let value)? =
          error as? LogitsError
      else { return false }
      return value == threshold || value.isNaN && threshold.isNaN
    }
  }

  @Test(arguments: Execution.tables)
  func anyNumberOfThreads(_ table: Execution) throws {
    let peaked = Peaked<Float>()
    try expectTheSame(with: [3], table) {
      let found = try peaked.gradients(1e-3, $0)
      return found.x + found.weight + found.bias
    }
  }
}
