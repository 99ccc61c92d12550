import ArgumentParser
import ArrayFiles
import Logits

/// The options for a temperature that is found.
struct FitOptions: ParsableArguments {
  @Flag(
    help: """
      Find the temperature with the smallest mean loss, and report the loss and \
      the calibration error at it.
      """)
  var fitTemperature = false

  @Option(
    help: """
      Find the temperature on the first so many samples, and report on the rest.
      """)
  var fitOn: Int?

  func validate() throws {
    guard let fitOn else { return }
    guard fitTemperature else {
      throw ValidationError("--fit-on needs --fit-temperature.")
    }
    guard fitOn > 0 else {
      throw ValidationError("--fit-on must be at least 1, not \(fitOn).")
    }
  }

  /// The samples that the temperature is found on, and those of the report.
  ///
  /// - Throws: `FileError` if none are left for the report.
  func split(
    _ targets: SampleTargets, of logits: LogitsFile
  ) throws -> (fitted: SampleTargets, reported: SampleTargets) {
    guard let fitOn else { return (targets, targets) }
    guard fitOn < logits.samples else {
      throw FileError(
        logits.path,
        "--fit-on \(fitOn) leaves none of \(logits.samples) samples to report "
          + "on")
    }
    return (
      targets.limited(to: 0..<fitOn),
      targets.limited(to: fitOn..<logits.samples)
    )
  }

  /// The temperature, and the figures at it; `nil` if nobody asks for it.
  ///
  /// - Throws: `FileError` if no temperature is the best.
  func fit(
    _ logits: LogitsFile, _ fitted: SampleTargets, _ reported: SampleTargets,
    _ loss: CrossEntropy, _ before: EvaluationSummary, _ execution: Execution
  ) throws -> TemperatureFit? {
    guard fitTemperature else { return nil }
    guard fitted.soft == nil || loss.classWeights == nil else {
      throw FileError(
        logits.path,
        "--fit-temperature takes no --class-weights with probabilities as "
          + "labels")
    }
    // What it looks like has been said.
    var logits = logits
    logits.kind = logits.kind ?? .logits
    var samples = 0
    let temperature = try loss.fittedTemperature(logits.path) { loss in
      var imbalance = ExactSum()
      var evaluation = Evaluation(topK: [], bins: 1)
      try evaluation.add(logits, fitted, loss, execution) { block in
        for sample in block.samples where !sample.isIgnored {
          imbalance.add(sample.loss - sample.weight * sample.entropy)
        }
      }
      samples = evaluation.summary.samples
      guard samples > 0 else {
        throw FileError(logits.path, "has no samples to fit a temperature on")
      }
      return imbalance.value
    }
    var loss = loss
    loss.temperature = temperature
    var after = Evaluation(
      topK: [], bins: before.calibration.count)
    try after.add(logits, reported, loss, execution)
    return TemperatureFit(
      temperature: temperature, samples: samples, before: before,
      after: after.summary)
  }
}
