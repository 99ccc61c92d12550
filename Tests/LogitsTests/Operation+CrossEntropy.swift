import Logits
import TestSupport

extension CrossEntropy {
  /// What options can lead to: no transform, another one, coefficients,
  /// factors.
  static let variants: [(name: String, options: CrossEntropy)] = {
    let made = [
      ("plain", LossOptions(ignoreIndex: 1)),
      ("smoothed", LossOptions(labelSmoothing: 0.125, temperature: 0.7)),
      (
        "full",
        LossOptions(
          ignoreIndex: 2, labelSmoothing: 0.125, zLoss: 0.01,
          temperature: 0.7, softcap: 15, negativeInfinityRows: .zero)
      ),
    ]
    return made.compactMap { name, options in
      (try? options.made()).map { (name, $0) }
    }
  }()
}

extension Operation {
  /// The losses alone, of targets of both kinds.
  static func losses(
    _ name: String, _ options: CrossEntropy
  ) -> [Operation] {
    [
      Operation("loss, \(name)") { m, table in
        try options.loss(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, execution: table)
      },
      Operation("losses, \(name)") { m, table in
        try options.losses(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, into: m.numbers, execution: table)
        return 0
      },
      Operation("loss, \(name), soft") { m, table in
        try options.loss(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, divisor: .samples, execution: table)
      },
      Operation("losses, \(name), soft") { m, table in
        try options.losses(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, into: m.numbers, execution: table)
        return 0
      },
    ]
  }

  /// The gradients, of the reduced loss and of each sample's.
  static func gradients(
    _ name: String, _ options: CrossEntropy
  ) -> [Operation] {
    [
      Operation("gradient, \(name)", isOfMean: true) { m, table in
        try options.gradient(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, upstream: 3, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      Operation("gradients, \(name)") { m, table in
        try options.gradient(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, upstream: m.factors.span,
          into: m.output,
          gradientRowStride: m.outputShape.rowStride, losses: m.numbers,
          execution: table)
        return 0
      },
      Operation("gradient, \(name), soft", isOfMean: true) { m, table in
        try options.gradient(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, upstream: 3, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      Operation("gradients, \(name), soft") { m, table in
        try options.gradient(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, upstream: m.factors.span,
          into: m.output,
          gradientRowStride: m.outputShape.rowStride, losses: m.numbers,
          execution: table)
        return 0
      },
    ]
  }
}

extension Operation where Logit: TestScalar, Logit.Scalar == Logit {
  /// The same, where the logits are.
  static func gradientsInPlace(
    _ name: String, _ options: CrossEntropy
  ) -> [Operation] {
    [
      Operation("gradient, \(name), in place", inPlace: true, isOfMean: true) {
        m, table in
        try options.gradient(
          inPlace: m.output, targets: m.targets, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: 3, execution: table)
      },
      Operation("gradients, \(name), in place", inPlace: true) { m, table in
        try options.gradient(
          inPlace: m.output, targets: m.targets, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: m.factors.span,
          losses: m.numbers,
          execution: table)
        return 0
      },
      Operation(
        "gradient, \(name), soft, in place", inPlace: true, isOfMean: true
      ) {
        m, table in
        try options.gradient(
          inPlace: m.output, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: 3, execution: table)
      },
      Operation("gradients, \(name), soft, in place", inPlace: true) {
        m, table in
        try options.gradient(
          inPlace: m.output, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: m.factors.span,
          losses: m.numbers,
          execution: table)
        return 0
      },
    ]
  }

  static func evaluation(
    _ name: String, _ options: CrossEntropy
  ) -> Operation {
    Operation("evaluate, \(name)") { m, table in
      try options.evaluate(
        m.logits, targets: m.targets, shape: m.shape,
        sampleWeights: m.factors.span, into: m.evaluations, execution: table)
      return 0
    }
  }
}
