import Logits
import TestSupport
import Testing

/// Means and their divisors, weights of samples and upstream gradients.
@Suite struct ReductionTests {
  static let classes = [1, 2, 16, 33, 300]

  @Test(arguments: Execution.tables, classes)
  func aMeanIsTheSumDivided(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for call in LossCall<Scalar>.random(samples: 37, classes, table) {
        let sum = try call.loss(.sum)
        // Weights are eighths: their sum is exact in any order.
        var weight = 0.0
        for sample in 0..<37 {
          var ofClass = 1.0
          if case .classes(let targets) = call.targets {
            ofClass = call.options.classWeights?[targets[sample]] ?? 1
          }
          weight +=
            ofClass * (call.sampleWeights.map { Double($0[sample]) } ?? 1)
        }
        for (divisor, value) in [
          (Divisor.weights, weight), (.samples, 37), (.value(24.5), 24.5),
        ] where value > 0 {
          let mean = try call.loss(.mean, divisor: divisor)
          #expect(mean == sum / value)
          let reduced = try call.reduced(.mean, divisor: divisor)
          #expect(reduced.losses == [mean])
        }
        // The divisor of a sum is none.
        #expect(try call.loss(.sum, divisor: .value(24.5)) == sum)
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(arguments: Execution.tables, classes)
  func powersOfTwoScaleTheGradient(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for call in LossCall<Scalar>.random(samples: 37, classes, table) {
        let sum = try call.reduced(.sum)
        let bySample = try call.bySample()
        #expect(sum.gradient == bySample.gradient)
        for factor in [0.25, -1, 8] {
          let scaled = sum.gradient.map { row in
            row.map { $0 * Scalar(factor) }
          }
          let upstream = try call.reduced(.sum, upstream: factor)
          #expect(upstream.gradient == scaled)
          #expect(upstream.losses == sum.losses)
          let factors = [Scalar](repeating: Scalar(factor), count: 37)
          #expect(try call.bySample(upstream: factors).gradient == scaled)
          guard factor > 0 else { continue }
          let mean = try call.reduced(.mean, divisor: .value(1 / factor))
          #expect(mean.gradient == scaled)
          #expect(mean.losses[0] == sum.losses[0] * factor)
        }
        // A factor of each sample stays in its row.
        let factors = (0..<37).map { Scalar([1, -2, 0, 0.5][$0 % 4]) }
        let mixed = try call.bySample(upstream: factors)
        #expect(mixed.losses == bySample.losses)
        #expect(
          mixed.gradient
            == zip(bySample.gradient, factors).map { row, factor in
              row.map { $0 * factor }
            })
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(arguments: Execution.tables, classes)
  func samplesThatWeighNothing(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for var call in LossCall<Scalar>.random(samples: 37, classes, table) {
        let kept = (0..<37).filter { $0 % 3 != 1 }
        let weights = call.sampleWeights ?? [Scalar](repeating: 1, count: 37)
        call.sampleWeights = (0..<37).map { $0 % 3 != 1 ? weights[$0] : 0 }
        let others = try call.selecting(kept).bySample()
        let found = try call.bySample()
        #expect(kept.map { found.losses[$0] } == others.losses)
        #expect(kept.map { found.gradient[$0] } == others.gradient)
        for sample in 0..<37 where sample % 3 == 1 {
          #expect(found.losses[sample] == 0)
          #expect(found.gradient[sample].allSatisfy { $0 == 0 })
        }
        // Only a divisor that counts samples includes them.
        let rest = call.selecting(kept)
        let tolerance = LossTolerance(rest).sum
        let weight = Double(kept.count)
        for (a, b) in [
          (try call.loss(.sum), try rest.loss(.sum)),
          (
            try call.loss(.mean, divisor: .samples) * 37,
            try rest.loss(.mean, divisor: .samples) * weight
          ),
        ] {
          #expect(abs(a - b) <= tolerance)
        }
        // The sum of the weights is at least 1 / 8, unless it is 0.
        let mean = try (call.loss(.mean), rest.loss(.mean))
        #expect(
          abs(mean.0 - mean.1) <= 8 * tolerance
            || (mean.0.isNaN && mean.1.isNaN))
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Tiles of at most 64 rows are summed in 8 lanes, with 12 roundings of ε / 2
  /// at most; their sums and those of blocks are added without a loss.
  @Test(arguments: Execution.tables)
  func sumsDoNotDriftWithTheSamples(_ table: Execution) throws {
    let samples = 1 << 18
    let targets = [Int](repeating: 0, count: samples)
    for gap in [0.7, 2] {
      let row = [gap, 0]
      let loss = try CrossEntropy().loss(
        row, .rows(of: 2), targets: [0], execution: table)
      let sum = try CrossEntropy(reduction: .sum).loss(
        (0..<2 * samples).map { row[$0 % 2] }, .rows(of: 2), targets: targets,
        execution: table)
      let exact = loss * Double(samples)
      #expect(abs(sum - exact) <= 6 * .ulpOfOne * exact)
    }
  }

  /// The correction that is kept with an infinite sum is NaN.
  @Test(arguments: Execution.tables)
  func infiniteLossesAddUpToInfinity(_ table: Execution) throws {
    let samples = 1 << 14
    for special in [Double.infinity, .nan] {
      let lowest = special.isNaN ? special : -.infinity
      var logits = [Double](repeating: 0, count: 2 * samples)
      for row in [0, 700, samples - 1] { logits[2 * row] = lowest }
      let sum = try CrossEntropy(reduction: .sum).loss(
        logits, .rows(of: 2), targets: [Int](repeating: 0, count: samples),
        execution: table)
      #expect(special.isNaN ? sum.isNaN : sum == .infinity)
    }
  }
}
