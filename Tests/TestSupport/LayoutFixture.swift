import Logits

/// A function of a batch with the classes on any axis, and what PyTorch gives for
/// it in float64: see Tests/Fixtures/PyTorch/make_layouts.py.
package struct LayoutFixture: Decodable, Sendable {
  package let function: String
  /// What holds the logits exactly, as Float and Double do.
  private let type: String
  private let outer: Int
  private let classes: Int
  private let positions: Int
  package let logits: [Double]
  package let others: [Double]?
  package let targets: [Int]?
  private let values: [Double]?
  private let gradient: [Double]?
  package let upstream: [Double]?
  private let reduction: String?
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

  private var samples: Int { outer * positions }

  /// Planes, and what they are with one position.
  package var layouts: [Layout] {
    [.planes(classes: classes, positions: positions)]
      + (positions == 1 ? [.rows(of: classes)] : [])
  }

  package func isHeld(by type: any TestLogit.Type) -> Bool {
    switch type._type {
    case .float16: self.type == "float16"
    case .bfloat16: self.type == "bfloat16"
    default: true
    }
  }

  private var isSoftmax: Bool {
    function == "softmax" || function == "logSoftmax"
  }

  /// The results with an element for each logit, if the function has them.
  package var rows: [Double]? { isSoftmax ? values : gradient }

  /// The numbers of the samples or the loss, if the function has them.
  package var numbers: [Double]? { isSoftmax ? nil : values }

  package var isReduced: Bool { reduction != "none" }

  package var options: CrossEntropy {
    CrossEntropy(
      classWeights: weight, ignoreIndex: ignoreIndex,
      labelSmoothing: labelSmoothing ?? 0,
      reduction: reduction == "sum" ? .sum : .mean,
      input: function.hasPrefix("likelihood") ? .logProbabilities : .logits)
  }

  /// What the parts of the results are at most.
  package var scale: (numbers: Double, rows: Double) {
    let largest = 2 * largest(logits) + 4
    return switch function {
    case "softmax": (0, 1)
    case "argmax": (0, 0)
    case "logSoftmaxGradient": (0, largest * Double(classes))
    case _ where reduction == nil: (largest, largest)
    default: scaleOfLoss
    }
  }

  /// The same of a loss and its gradient.
  private var scaleOfLoss: (numbers: Double, rows: Double) {
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

  private func largest(_ numbers: [Double]?) -> Double {
    numbers?.map(abs).max() ?? 1
  }
}
