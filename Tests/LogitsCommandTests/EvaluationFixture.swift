import TestSupport

/// A batch and its figures in float64, by PyTorch and torchmetrics: see
/// Tests/Fixtures/Evaluation/make.py.
struct EvaluationFixture: Decodable {
  let samples: Int
  let classes: Int
  let logits: [Double]
  let targets: [Int]
  let losses: [Double]
  let logSumExps: [Double]
  let predictions: [Int]
  let ranks: [Int]
  let confidences: [Double]
  let entropies: [Double]
  let briers: [Double]
  let loss: Double
  let accuracy: Double
  let topFiveAccuracy: Double
  let calibrationErrorOneInLastBin: Double
  let brier: Double
  let entropy: Double
  let standardError: Double

  static func all() throws -> [EvaluationFixture] {
    try Fixtures.read("Evaluation/evaluation.json", [EvaluationFixture].self)
  }

  /// How far a figure of a sample may be from the fixture's.
  ///
  /// Both are computed in Double, so it is twice the error of one. Logits are at
  /// most 600 apart, and a loss as large as that has an error of its own.
  var tolerance: Double {
    let spread = (logits.max() ?? 0) - (logits.min() ?? 0)
    let bounds = EvaluationBounds<Double>(classes: classes, spread: spread)
    let worst = max(
      bounds.loss + 2 * spread, bounds.entropy, bounds.brier,
      bounds.logSumExp(logSumExps.map(abs).max() ?? 0))
    return 2 * worst * Double.ulpOfOne
  }

  /// Writes logits and labels as NPY files, and returns their paths.
  func write(to folder: borrowing TemporaryFolder) throws -> [String] {
    [
      try folder.write("x.npy", "<f8", [samples, classes], logits),
      try folder.write("y.npy", "<i8", [samples], targets),
    ]
  }
}
