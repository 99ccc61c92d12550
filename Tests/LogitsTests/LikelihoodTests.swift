import Logits
import TestSupport
import Testing

/// Losses of what a softmax has made of logits, and their gradients, against the
/// textbook's sums.
@Suite struct LikelihoodTests {
  struct Case: Sendable {
    let options: CrossEntropy
    let isSoft: Bool
  }

  static let cases: [Case] = [LossInput.probabilities, .logProbabilities]
    .flatMap { input in
      [false, true].flatMap { isSoft in
        [
          CrossEntropy(reduction: .sum, input: input),
          CrossEntropy(
            classWeights: [1, -0.5, 0, 2, 1], ignoreIndex: 1,
            reduction: .sum, input: input),
          CrossEntropy(
            classWeights: [1, 0.5, 3, 2, 1], labelSmoothing: 0.25,
            reduction: .sum, input: input),
        ].map { Case(options: $0, isSoft: isSoft) }
      }
    }

  @Test(arguments: Execution.tables, cases)
  func lossesAndGradients(_ table: Execution, _ call: Case) throws {
    let (classes, samples) = (5, 6)
    let rows = Batch<Double>(samples: samples, classes: classes, in: 0.01...1)
      .rows
    let soft = Batch<Double>(
      samples: samples, classes: classes, in: 0...1, seed: 2
    ).rows
    let hard = (0..<samples).map { $0 % classes }
    let upstream = (0..<samples).map { Double($0) - 2.5 }
    let isGiven = call.options.input == .logProbabilities
    var (losses, gradient) = (upstream, rows.flatMap(\.self))
    if call.isSoft {
      try call.options.losses(
        rows.flatMap(\.self), .rows(of: classes),
        targets: soft.flatMap(\.self), upstream: upstream, into: &losses,
        gradient: &gradient, execution: table)
    } else {
      try call.options.losses(
        rows.flatMap(\.self), .rows(of: classes), targets: hard,
        upstream: upstream, into: &losses, gradient: &gradient,
        execution: table)
    }
    for sample in 0..<samples {
      let isIgnored =
        !call.isSoft && hard[sample] == call.options.ignoreIndex
      var loss = 0.0
      for c in 0..<classes {
        let y = call.isSoft ? soft[sample][c] : hard[sample] == c ? 1 : 0
        let smoothing = call.options.labelSmoothing
        let t =
          isIgnored
          ? 0
          : ((1 - smoothing) * y + smoothing / Double(classes))
            * (call.options.classWeights?[c] ?? 1)
        let p = rows[sample][c]
        loss -= t * (isGiven ? p : .log(p))
        let slope = -upstream[sample] * t / (isGiven ? 1 : p)
        #expect(
          abs(gradient[sample * classes + c] - slope)
            <= 8 * .ulpOfOne * abs(slope))
      }
      #expect(abs(losses[sample] - loss) <= 64 * .ulpOfOne)
    }
  }
}
