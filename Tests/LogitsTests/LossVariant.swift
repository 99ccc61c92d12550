import Logits

/// What options can lead to: no transform, another one, coefficients, factors.
struct LossVariant: Sendable {
  let name: String
  private let isWeighted: Bool
  private let options: LossOptions

  static let all = [
    LossVariant(
      name: "plain", isWeighted: false, options: LossOptions(ignoreIndex: 1)),
    LossVariant(
      name: "smoothed", isWeighted: false,
      options: LossOptions(labelSmoothing: 0.125, temperature: 0.7)),
    LossVariant(
      name: "full", isWeighted: true,
      options: LossOptions(
        ignoreIndex: 2, labelSmoothing: 0.125, zLoss: 0.01, temperature: 0.7,
        softcap: 15, negativeInfinityRows: .zero)),
  ]

  func options(classes: Int) throws -> CrossEntropy {
    var options = options
    if isWeighted {
      options.classWeights = (0..<classes).map { 0.5 + Double($0 % 3) }
    }
    return try options.made()
  }
}
