import Foundation
import Logits
import TestSupport
import Testing

/// What must hold of any cross-entropy, whatever its options.
@Suite struct LossPropertyTests {
  static let classes = [1, 2, 3, 15, 16, 17, 33, 300]

  @Test(arguments: Execution.tables, classes)
  func aConstantAddedToARow(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for var call in LossCall<Scalar>.random(samples: 7, classes, table) {
        call.options.softcap = .infinity
        let zLoss = call.options.zLoss
        call.options.zLoss = 0
        var shifted = call
        for (i, shift) in [1, -3.5, 100.25, -64, 0.015625, 0, 7].enumerated() {
          shifted.rows[i] = call.rows[i].map { $0 + Scalar(shift) }
        }
        // All that enters is x − m, which is exact.
        #expect(try shifted.bySample() == call.bySample())

        // λ l² is another one: (l + c / T)².
        (call.options.zLoss, shifted.options.zLoss) = (zLoss, zLoss)
        let (before, after) = (try call.bySample(), try shifted.bySample())
        let tolerance = LossTolerance(shifted)
        for i in call.rows.indices {
          let weight = call.sampleWeights.map { Double($0[i]) } ?? 1
          let l = exactLogSumExp(call.rows[i], call.options)
          let other = exactLogSumExp(shifted.rows[i], call.options)
          let difference = weight * zLoss * (other * other - l * l)
          #expect(
            abs(after.losses[i] - before.losses[i] - difference)
              <= 2 * tolerance.losses[i])
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(arguments: Execution.tables, classes)
  func anotherOrderOfTheClasses(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      var generator = SeededGenerator(seed: 3)
      for call in LossCall<Scalar>.random(samples: 7, classes, table) {
        let order = (0..<classes).shuffled(using: &generator)
        var permuted = call
        permuted.rows = call.rows.map { row in order.map { row[$0] } }
        permuted.options.classWeights = call.options.classWeights.map {
          weights in order.map { weights[$0] }
        }
        switch call.targets {
        case .classes(let targets):
          permuted.targets = .classes(
            targets.map { order.firstIndex(of: $0) ?? -1 })
        case .probabilities(let targets):
          permuted.targets = .probabilities(
            targets.map { row in order.map { row[$0] } })
        }
        var expected = try call.bySample()
        expected.gradient = expected.gradient.map { row in
          order.map { row[$0] }
        }
        try expectClose(permuted.bySample(), expected, call)
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(arguments: Execution.tables, classes)
  func anotherOrderOfTheSamples(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      var generator = SeededGenerator(seed: 4)
      for call in LossCall<Scalar>.random(samples: 35, classes, table) {
        let order = (0..<35).shuffled(using: &generator)
        let expected = try call.bySample()
        let found = try call.selecting(order).bySample()
        #expect(found.losses == order.map { expected.losses[$0] })
        #expect(found.gradient == order.map { expected.gradient[$0] })
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// (p Σ t − t + 2 λ l p) z′: without the slopes, a row sums to 2 λ l.
  @Test(arguments: Execution.tables, classes)
  func theSumOfARowOfTheGradient(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for call in LossCall<Scalar>.random(6, samples: 7, classes, table) {
        let options = call.options
        let gradient = try call.bySample().gradient
        let tolerance = LossTolerance(call)
        for (i, row) in call.rows.enumerated() {
          let inverseSlopes = row.map { x in
            options.temperature * pow(cosh(Double(x) / options.softcap), 2)
          }
          let sum = zip(gradient[i], inverseSlopes).reduce(0) {
            $0 + Double($1.0) * $1.1
          }
          let weight = call.sampleWeights.map { Double($0[i]) } ?? 1
          let l = exactLogSumExp(row, options)
          // Each element has an error of its own.
          #expect(
            abs(sum - 2 * options.zLoss * l * weight)
              <= tolerance.gradient[i] * inverseSlopes.reduce(0, +),
            "\(Scalar.self), \(options)")
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// One-hot target probabilities are class indices, but for the divisor.
  @Test(arguments: Execution.tables, classes)
  func oneHotTargets(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for call in LossCall<Scalar>.random(samples: 7, classes, table) {
        guard case .classes(let targets) = call.targets else { continue }
        var oneHot = call
        oneHot.targets = .probabilities(
          targets.map { target in
            (0..<classes).map { $0 == target ? 1 : 0 }
          })
        try expectClose(oneHot.bySample(), call.bySample(), call)
        let difference = try oneHot.loss(.sum) - call.loss(.sum)
        #expect(abs(difference) <= LossTolerance(call).sum)
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  private func expectClose<Scalar: TestScalar>(
    _ found: LossCall<Scalar>.Results, _ expected: LossCall<Scalar>.Results,
    _ call: LossCall<Scalar>
  ) {
    let tolerance = LossTolerance(call)
    for i in call.rows.indices {
      #expect(
        abs(found.losses[i] - expected.losses[i]) <= tolerance.losses[i],
        "\(Scalar.self), \(call.options)")
      for (found, expected) in zip(found.gradient[i], expected.gradient[i]) {
        #expect(
          abs(Double(found) - Double(expected)) <= tolerance.gradient[i],
          "\(Scalar.self), \(call.options)")
      }
    }
  }
}
