import Logits

extension CrossEntropy {
  /// The default options of PyTorch, changed.
  package static func with(
    _ change: (inout CrossEntropy) -> Void
  ) -> CrossEntropy {
    var options = CrossEntropy(ignoreIndex: -100)
    change(&options)
    return options
  }
}

/// Options that lead to different code: no transform, another one, coefficients
/// and factors.
package struct LossVariant: Sendable {
  package let name: String
  private let isWeighted: Bool
  private let options: CrossEntropy

  package static let all = [
    LossVariant(
      name: "plain", isWeighted: false,
      options: CrossEntropy.with { $0.ignoreIndex = 1 }),
    LossVariant(
      name: "smoothed", isWeighted: false,
      options: CrossEntropy.with {
        $0.labelSmoothing = 0.125
        $0.temperature = 0.7
      }),
    LossVariant(
      name: "full", isWeighted: true,
      options: CrossEntropy.with {
        $0.ignoreIndex = 2
        $0.labelSmoothing = 0.125
        $0.zLoss = 0.01
        $0.temperature = 0.7
        $0.softcap = 15
        $0.negativeInfinityRows = .zero
      }),
  ]

  package func criterion(classes: Int) -> CrossEntropy {
    var options = options
    if isWeighted {
      options.classWeights = (0..<classes).map { 0.5 + Double($0 % 3) }
    }
    return options
  }
}
