import Logits

/// A batch and its figures in float64, by PyTorch and torchmetrics: see
/// Tests/Fixtures/Evaluation/make.py.
package struct EvaluationFixture: Decodable {
  package let samples: Int
  package let classes: Int
  package let logits: [Double]
  package let targets: [Int]
  package let losses: [Double]
  package let logSumExps: [Double]
  package let predictions: [Int]
  package let ranks: [Int]
  package let confidences: [Double]
  package let entropies: [Double]
  package let briers: [Double]
  package let loss: Double
  package let accuracy: Double
  package let topFiveAccuracy: Double
  package let calibrationErrorOneInLastBin: Double
  package let brier: Double
  package let entropy: Double
  package let standardError: Double

  package static func all() throws -> [EvaluationFixture] {
    try Fixtures.read("Evaluation/evaluation.json", [EvaluationFixture].self)
  }

  package var shape: BatchShape {
    BatchShape(samples: samples, classes: classes)
  }

  /// The largest difference between two logits.
  package var spread: Double { (logits.max() ?? 0) - (logits.min() ?? 0) }
}
