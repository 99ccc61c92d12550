import Logits

/// A loss of rows whose classes are cut into chunks, and what PyTorch gives for
/// it in float64: see Tests/Fixtures/PyTorch/make_partial.py.
package struct PartialFixture: Decodable, Sendable {
  /// What holds the logits exactly, as Float and Double do.
  package let type: String
  package let classes: Int
  package let targets: [Int]
  package let reduction: String
  /// The loss, or that of each sample.
  package let values: [Double]
  package let upstream: [Double]
  private let gradient: [Double]
  /// Where each chunk begins.
  private let chunks: [Int]
  private let logits: [Double]
  private let zLoss: Double
  private let temperature: Double
  private let weight: [Double]?
  private let labelSmoothing: Double?
  private let ignoreIndex: Int?

  private enum CodingKeys: String, CodingKey {
    case type, classes, targets, reduction, values, upstream, gradient, chunks
    case logits, temperature, weight
    case zLoss = "z_loss"
    case labelSmoothing = "label_smoothing"
    case ignoreIndex = "ignore_index"
  }

  private struct File: Decodable { let cases: [PartialFixture] }

  package static func all() throws -> [PartialFixture] {
    try Fixtures.read("PyTorch/partial.json", File.self).cases
  }

  package var samples: Int { targets.count }

  package var isReduced: Bool { reduction != "none" }

  /// The options, with the weights of all classes.
  package var criterion: CrossEntropy {
    CrossEntropy(
      classWeights: weight, ignoreIndex: ignoreIndex,
      labelSmoothing: labelSmoothing ?? 0,
      reduction: reduction == "sum" ? .sum : .mean, zLoss: zLoss,
      temperature: temperature)
  }

  /// The classes of each chunk.
  package var ranges: [Range<Int>] {
    zip(chunks, chunks.dropFirst() + [classes]).map { $0..<$1 }
  }

  /// The options for a chunk.
  package func criterion(of range: Range<Int>) -> CrossEntropy {
    var criterion = criterion
    criterion.classWeights = weight.map { Array($0[range]) }
    return criterion
  }

  /// The logits of a chunk.
  package func logits<Logit: TestLogit>(of range: Range<Int>) -> [Logit] {
    rows(logits, range).map { Logit(nearest: Logit.Scalar($0)) }
  }

  /// The gradient with respect to the logits of a chunk.
  package func gradient(of range: Range<Int>) -> [Double] {
    rows(gradient, range)
  }

  private func rows(_ numbers: [Double], _ range: Range<Int>) -> [Double] {
    (0..<samples).flatMap { row in range.map { numbers[row * classes + $0] } }
  }

  /// What the parts of the losses, and of the gradient, are at most.
  package var scale: (loss: Double, gradient: Double) {
    let largest = 2 * (logits.map(abs).max() ?? 0) + 4
    let weights = max(1, weight?.max() ?? 1)
    return (
      (weights * largest + zLoss * largest * largest)
        * (reduction == "sum" ? Double(samples) : 1),
      weights * (1 + zLoss * largest) * (upstream.map(abs).max() ?? 1)
    )
  }
}
