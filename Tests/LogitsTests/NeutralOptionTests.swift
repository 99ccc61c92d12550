import Foundation
import Logits
import TestSupport
import Testing

/// Options that change nothing, and derivatives of those that do.
@Suite struct NeutralOptionTests {
  static let classes = [1, 2, 16, 17, 33, 300]

  @Test(arguments: Execution.tables, classes)
  func optionsThatChangeNoBit(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type, soft: Bool) throws {
      var generator = SeededGenerator(seed: 5)
      var call = LossCall<Scalar>(
        samples: 21, classes: classes, soft: soft, weighted: false, table,
        &generator)
      call.options = CrossEntropy(ignoreIndex: -100)
      #expect(call.options == CrossEntropy(ignoreIndex: -100))
      let bySample = try call.bySample()
      let mean = try call.reduced(.mean, inPlace: false)
      let sum = try call.reduced(.sum, inPlace: false)
      // By themselves losses have another sum, and may differ in the last bits.
      let alone = (mean: try call.loss(.mean), sum: try call.loss(.sum))
      func expectTheSame(_ option: Comment) throws {
        #expect(try call.bySample() == bySample, option)
        #expect(try call.reduced(.mean) == mean, option)
        #expect(try call.reduced(.sum) == sum, option)
        #expect(try call.loss(.mean) == alone.mean, option)
        #expect(try call.loss(.sum) == alone.sum, option)
      }
      try expectTheSame("none")
      call.options.ignoreIndex = nil
      try expectTheSame("no sample is ignored")
      call.options.temperature = 1
      call.options.softcap = .infinity
      call.options.labelSmoothing = 0
      call.options.zLoss = 0
      call.options.negativeInfinityRows = .zero
      call.options.emptyMean = .error
      try expectTheSame("each as it is without being asked for")
      call.sampleWeights = [Scalar](repeating: 1, count: 21)
      try expectTheSame("sample weights of 1")
      // For probabilities, weights take another path through the kernels.
      guard !soft else { return }
      call.options.classWeights = [Double](repeating: 1, count: classes)
      try expectTheSame("class weights of 1")
    }
    for soft in [false, true] {
      try check(Float.self, soft: soft)
      try check(Double.self, soft: soft)
    }
  }

  /// |x − c tanh(x / c)| ≤ |x|³ / 3c²: a loss is off by twice that times the
  /// sum of the targets, and by its roundings.
  @Test(arguments: Execution.tables, classes)
  func aLargeSoftcap(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type, soft: Bool) throws {
      var generator = SeededGenerator(seed: 6)
      var call = LossCall<Scalar>(
        samples: 9, classes: classes, soft: soft, table, &generator)
      let uncapped = try call.bySample()
      call.options.softcap = 1e6
      let capped = try call.bySample()
      let tolerance = LossTolerance(call)
      let shift = 2 * pow(8.0, 3) / 3e12
      // Weights of samples and of classes are up to 2.
      let targetSum = 2 * 2 * (soft ? Double(classes) : 1)
      for i in call.rows.indices {
        #expect(
          abs(capped.losses[i] - uncapped.losses[i])
            <= tolerance.losses[i] + targetSum * shift)
        for (a, b) in zip(capped.gradient[i], uncapped.gradient[i]) {
          // p moves by p times 2 shifts at most, and the slope by 1 − x² / c².
          #expect(
            abs(Double(a) - Double(b))
              <= tolerance.gradient[i] + targetSum * (2 * shift + 64e-12))
        }
      }
    }
    for soft in [false, true] {
      try check(Float.self, soft: soft)
      try check(Double.self, soft: soft)
    }
  }

  /// (8 (L(x + h) − L(x − h)) − (L(x + 2h) − L(x − 2h))) / 12h, whose error is
  /// h⁴ L⁽⁵⁾ / 30 and that of L times 1.5 / h.
  @Test(arguments: Execution.tables, [1, 2, 7, 17])
  func centralDifferences(_ table: Execution, _ classes: Int) throws {
    var generator = SeededGenerator(seed: 7)
    let h = 0x1p-9
    for i in 0..<16 {
      var call = LossCall<Double>(
        samples: 3, classes: classes, soft: i % 2 == 1, weighted: i % 3 > 0,
        table, &generator)
      call.rows = call.rows.map { row in row.map { $0 / 2 } }
      call.options.randomize(&generator)
      call.options.reduction = i % 4 < 2 ? .mean : .sum
      // Gradients are scaled by it, and so is what they are compared with.
      let upstream = 0.75
      let gradient = try call.reduced(
        call.options.reduction, upstream: upstream
      ).gradient
      let tolerance = LossTolerance(call)
      // The fifth derivative of log Σ exp is below 30, and each division by
      // T or a softcap of 3 or more scales it.
      let steepness = pow(1 / min(call.options.temperature, 1), 5)
      let scale = targetScale(call)
      for r in call.rows.indices {
        for c in 0..<classes {
          func loss(_ steps: Double) throws -> Double {
            var moved = call
            moved.rows[r][c] += steps * h
            return try moved.loss(call.options.reduction)
          }
          let difference =
            (8 * (try loss(1) - loss(-1)) - (try loss(2) - loss(-2)))
            / (12 * h)
          let allowed =
            pow(h, 4) * steepness * scale + 1.5 * tolerance.sum / h
            + tolerance.gradient[r]
          #expect(
            abs(gradient[r][c] - upstream * difference) <= allowed,
            "\(call.options)")
        }
      }
    }
  }

  /// What derivatives of the loss of a sample grow with.
  private func targetScale(_ call: LossCall<Double>) -> Double {
    let weights = (call.options.classWeights?.max() ?? 1) * 2
    let targetSum = weights * Double(call.classes)
    // (l²)⁽⁵⁾ is 2 l l⁽⁵⁾ and products of lower ones.
    return targetSum + call.options.zLoss * 2 * (10 + 30)
  }
}
