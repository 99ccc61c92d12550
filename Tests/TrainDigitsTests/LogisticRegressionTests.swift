import Logits
import TestSupport
import Testing
import TrainDigits

/// The optimum, beside scikit-learn's: Tests/Fixtures/Digits/make.py.
@Suite struct LogisticRegressionTests {
  private struct Optimum: Decodable {
    let objective: Double
    let trainingLoss: Double
    let heldOutLoss: Double
    let heldOutAccuracy: Double
    let gradientNorm: Double
    let smallestCurvature: Double
  }

  private func norm(_ values: some Collection<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  @Test func reachesTheOptimum() throws {
    let optimum = try Fixtures.read(
      "Digits/logistic_regression.json", Optimum.self)
    let digits = try Digits<Double>(folder: Shipped.digits)
    let samples = digits.training.count
    #expect(samples == 899)
    #expect(digits.heldOut.count == 898)
    var model = try LogisticRegression<Double>(samples: samples)
    var generator = SplitMix64(seed: 1)
    _ = try Training.ofLogisticRegression.run(
      &model, on: digits, using: &generator)
    // Mini-batches alone do not get there.
    #expect(try model.objective(digits.training) > optimum.objective + 1e-4)
    let (_, gradient) = try model.converge(on: digits.training)
    #expect(gradient <= 1e-10)

    // How far from the exact optimum the two are at most, together.
    let distance =
      (gradient + optimum.gradientNorm) / optimum.smallestCurvature
    // Each loss is a sum of 899 parts of 1, rounded some times each.
    let rounding = 1e-12
    let ofObjective = distance * gradient + rounding
    // The gradient of the loss alone is that of the penalty, turned round.
    let ofTraining =
      distance * norm(model.layer.weight) / Double(samples) + rounding
    // Softmax minus one-hot is at most √2, and the bias has an input of 1.
    let largest = (0..<digits.heldOut.count).map { row in
      let pixels = digits.heldOut.inputs[row * 64..<(row + 1) * 64]
      return norm(pixels + [1])
    }.max()
    let ofHeldOut = distance * 2.0.squareRoot() * (largest ?? .nan) + rounding
    #expect(ofTraining < 1e-6)
    #expect(ofHeldOut < 1e-5)

    let objective = try model.objective(digits.training)
    let training = try model.loss(digits.training)
    let heldOut = try model.loss(digits.heldOut)
    #expect(abs(objective - optimum.objective) <= ofObjective)
    #expect(abs(training - optimum.trainingLoss) <= ofTraining)
    #expect(abs(heldOut - optimum.heldOutLoss) <= ofHeldOut)
    let summary = EvaluationSummary(of: try model.evaluate(digits.heldOut))
    #expect(abs(summary.accuracy - optimum.heldOutAccuracy) < 1e-15)
  }

  /// It says how far it came.
  @Test func stopsAtTheLimit() throws {
    let digits = try Digits<Double>(folder: Shipped.digits)
    var model = try LogisticRegression<Double>(samples: digits.training.count)
    let (steps, gradient) = try model.converge(on: digits.training, limit: 20)
    #expect(steps == 20)
    #expect(gradient > 1e-10)
    #expect(try model.converge(on: digits.training, limit: 0) == (0, gradient))
  }
}
