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

  @Test func reachesTheOptimum() throws {
    let optimum = try Fixtures.read(
      "Digits/logistic_regression.json", Optimum.self)
    let digits = try Digits<Double>(folder: Fixtures.path("Digits"))
    let samples = digits.training.count
    #expect(samples == 899)
    #expect(digits.heldOut.count == 898)
    var model = LogisticRegression()
    let (_, objective, gradient) = try model.fit(digits.training)
    #expect(gradient <= 1e-10)
    let training = try evaluate(model.logits, digits.training)
    let heldOut = try evaluate(model.logits, digits.heldOut)

    // How far from the exact optimum the two are at most, together.
    let distance =
      (gradient + optimum.gradientNorm) / optimum.smallestCurvature
    // Each loss is a sum of 899 parts of 1, rounded some times each.
    let rounding = 1e-12
    let ofObjective = distance * gradient + rounding
    // The gradient of the loss alone is that of the penalty, ‖W‖² ÷ 2 n, turned
    // round.
    let penalty = objective - training.loss
    let ofTraining =
      distance * (2 * penalty / Double(samples)).squareRoot() + rounding
    // Softmax minus one-hot is at most √2, and the bias has an input of 1.
    let largest = (0..<digits.heldOut.count).map { row in
      digits.heldOut.images[row * 64..<(row + 1) * 64]
        .reduce(1) { $0 + $1 * $1 }.squareRoot()
    }.max()
    let ofHeldOut = distance * 2.0.squareRoot() * (largest ?? .nan) + rounding
    #expect(ofTraining < 1e-6)
    #expect(ofHeldOut < 1e-5)

    #expect(abs(objective - optimum.objective) <= ofObjective)
    #expect(abs(training.loss - optimum.trainingLoss) <= ofTraining)
    #expect(abs(heldOut.loss - optimum.heldOutLoss) <= ofHeldOut)
    #expect(abs(heldOut.accuracy - optimum.heldOutAccuracy) < 1e-15)
  }

  /// It says how far it came.
  @Test func stopsAtTheLimit() throws {
    let digits = try Digits<Double>(folder: Fixtures.path("Digits"))
    var model = LogisticRegression()
    let reached = try model.fit(digits.training, limit: 20)
    #expect(reached.steps == 20)
    #expect(reached.gradientNorm > 1e-10)
    let again = try model.fit(digits.training, limit: 0)
    #expect(again == (0, reached.objective, reached.gradientNorm))
  }
}
