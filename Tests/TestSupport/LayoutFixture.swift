import Logits

/// A function of a batch with the classes on any axis, and what PyTorch gives for
/// it in float64: see Tests/Fixtures/PyTorch/make_layouts.py.
package struct LayoutFixture: Decodable, Sendable {
  package let function: String
  /// What holds the logits exactly, as Float and Double do.
  package let type: String
  package let outer: Int
  package let classes: Int
  package let positions: Int
  package let logits: [Double]
  package let others: [Double]?
  package let targets: [Int]?
  package let values: [Double]?
  package let gradient: [Double]?
  package let upstream: [Double]?
  package let reduction: String?
  private let weight: [Double]?
  private let labelSmoothing: Double?
  private let ignoreIndex: Int?

  private enum CodingKeys: String, CodingKey {
    case function, type, outer, classes, positions, logits, others, targets
    case values, gradient, upstream, reduction, weight
    case labelSmoothing = "label_smoothing"
    case ignoreIndex = "ignore_index"
  }

  private struct File: Decodable { let cases: [LayoutFixture] }

  package static func all() throws -> [LayoutFixture] {
    try Fixtures.read("PyTorch/layouts.json", File.self).cases
  }

  package var samples: Int { outer * positions }

  package var layout: Layout {
    .planes(classes: classes, positions: positions)
  }

  package var options: CrossEntropy {
    CrossEntropy(
      classWeights: weight, ignoreIndex: ignoreIndex,
      labelSmoothing: labelSmoothing ?? 0,
      reduction: reduction == "sum" ? .sum : .mean,
      input: function.hasPrefix("likelihood") ? .logProbabilities : .logits)
  }

  /// What the parts of a sample's loss, and of its gradient, are at most.
  package var scale: (loss: Double, gradient: Double) {
    func largest(_ numbers: [Double]?) -> Double {
      numbers?.map(abs).max() ?? 1
    }
    let weights = max(1, largest(weight)) * Double(classes).squareRoot()
    // The largest difference of logits, and the logarithm of a sum.
    let loss = weights * (2 * largest(logits) + 4)
    guard reduction == "mean" else {
      let count = reduction == "sum" ? Double(samples) : 1
      return (loss * count, weights * largest(upstream))
    }
    let counted = (targets ?? []).filter { $0 != ignoreIndex }
    let divisor =
      targets == nil
      ? Double(samples) : counted.reduce(0) { $0 + (weight?[$1] ?? 1) }
    return (
      loss * Double(samples) / abs(divisor),
      weights * largest(upstream) / abs(divisor)
    )
  }
}
