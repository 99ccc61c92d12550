import Logits

/// Trains two models on the digits that the project ships, and writes what they
/// say of the half that is held out.
@main struct TrainDigits {
  private let folder: String
  private let results: Results
  private let seed: UInt64
  private let progress = ProgressBar()

  static func main() {
    let arguments = CommandLine.arguments
    guard 3...4 ~= arguments.count,
      let seed = arguments.count == 4 ? UInt64(arguments[3]) : 1
    else { fail("Usage: TrainDigits DIGITS RESULTS [SEED]") }
    let program = TrainDigits(
      folder: arguments[1], results: Results(folder: arguments[2]), seed: seed)
    do {
      try program.trainLogisticRegression()
      try program.trainNetwork()
    } catch {
      program.progress.finish()
      fail("\(error)")
    }
    // The command stands beside this program.
    let place = arguments[0].lastIndex(of: "/").map { arguments[0][...$0] }
    print("The command says the same of what has been written:\n")
    for name in ["logistic-regression", "network"] {
      print(
        "  \(place ?? "")logits evaluate \(program.results.path(name)) "
          + program.results.path("labels"))
    }
  }

  private func trainLogisticRegression() throws {
    let digits = try Digits<Double>(folder: folder)
    var generator = SplitMix64(seed: seed)
    var model = try LogisticRegression<Double>(samples: digits.training.count)
    print("Logistic regression: \(model.parameters) parameters in Double\n")
    try train(&model, .ofLogisticRegression, on: digits, using: &generator)
    let tolerance = 1e-10
    let (steps, norm) = try model.converge(
      on: digits.training, tolerance: tolerance
    ) { step, norm in
      guard step.isMultiple(of: 100) else { return }
      progress.show(
        logarithm(norm) / logarithm(tolerance), "step \(step), all samples")
    }
    progress.finish()
    let objective = try model.objective(digits.training)
    print("Then \(steps) steps, each of all samples:\n")
    print("gradient's norm    \(Float(norm))")
    print("objective          \(decimal(objective, 9))\n")
    try report(model, "logistic-regression", on: digits)
  }

  private func trainNetwork() throws {
    let digits = try Digits<Float>(folder: folder)
    var generator = SplitMix64(seed: seed)
    var model = try Network<Float>(using: &generator)
    print("Network: \(model.parameters) parameters in Float\n")
    try train(&model, .ofNetwork, on: digits, using: &generator)
    try report(model, "network", on: digits)
    try results.write("labels", labels: digits.heldOut.labels)
  }

  /// Shows how the losses fall.
  private func train<M: Model>(
    _ model: inout M, _ training: Training, on digits: Digits<M.Scalar>,
    using generator: inout SplitMix64
  ) throws {
    let history = try training.run(&model, on: digits, using: &generator) {
      epoch, losses in
      progress.show(
        Double(epoch) / Double(training.epochs),
        "epoch \(epoch) of \(training.epochs), loss "
          + "\(decimal(losses.training, 4)), held out "
          + decimal(losses.heldOut, 4))
    }
    progress.finish()
    print("\(LossCurve(history).text)\n")
  }

  /// Shows what the model says of the half that is held out, and writes it.
  private func report<M: Model>(
    _ model: M, _ name: String, on digits: Digits<M.Scalar>
  ) throws {
    let labels = digits.heldOut.labels
    let evaluations = try model.evaluate(digits.heldOut)
    let matrix = ConfusionMatrix(
      classes: Digit.classes, targets: labels, predictions: evaluations)
    let summary = EvaluationSummary(of: evaluations)
    print("\(matrix.text)\n")
    print("samples held out   \(summary.samples)")
    print("cross-entropy      \(decimal(summary.loss, 6)) nats (mean)")
    print("accuracy           \(percent(summary.accuracy))\n\n")
    try results.write(name, logits: model.logits(digits.heldOut))
  }
}

extension Training {
  package static let ofLogisticRegression = Training(epochs: 30, rate: 0.05)
  package static let ofNetwork = Training(epochs: 60, rate: 0.01)
}
