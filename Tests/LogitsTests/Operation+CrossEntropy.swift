import Logits
import TestSupport

extension Operation {
  /// The losses alone, of targets of both kinds.
  static func losses(
    _ variant: LossVariant
  ) -> [Operation] {
    [
      Operation("loss, \(variant.name)") { m, table in
        try variant.options(classes: m.shape.classes).loss(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, execution: table)
      },
      Operation("losses, \(variant.name)") { m, table in
        try variant.options(classes: m.shape.classes).losses(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, into: m.numbers, execution: table)
        return 0
      },
      Operation("loss, \(variant.name), soft") { m, table in
        try variant.options(classes: m.shape.classes).loss(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, divisor: .samples, execution: table)
      },
      Operation("losses, \(variant.name), soft") { m, table in
        try variant.options(classes: m.shape.classes).losses(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, into: m.numbers, execution: table)
        return 0
      },
    ]
  }

  /// The gradients, of the reduced loss and of each sample's.
  static func gradients(
    _ variant: LossVariant
  ) -> [Operation] {
    [
      Operation("gradient, \(variant.name)", isOfMean: true) { m, table in
        try variant.options(classes: m.shape.classes).gradient(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, upstream: 3, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      Operation("gradients, \(variant.name)") { m, table in
        try variant.options(classes: m.shape.classes).gradient(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.factors.span, upstream: m.factors.span,
          into: m.output,
          gradientRowStride: m.outputShape.rowStride, losses: m.numbers,
          execution: table)
        return 0
      },
      Operation("gradient, \(variant.name), soft", isOfMean: true) { m, table in
        try variant.options(classes: m.shape.classes).gradient(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.factors.span, upstream: 3, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      Operation("gradients, \(variant.name), soft") { m, table in
        try variant.options(classes: m.shape.classes).gradient(
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
    _ variant: LossVariant
  ) -> [Operation] {
    [
      Operation(
        "gradient, \(variant.name), in place", inPlace: true, isOfMean: true
      ) {
        m, table in
        try variant.options(classes: m.shape.classes).gradient(
          inPlace: m.output, targets: m.targets, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: 3, execution: table)
      },
      Operation("gradients, \(variant.name), in place", inPlace: true) {
        m, table in
        try variant.options(classes: m.shape.classes).gradient(
          inPlace: m.output, targets: m.targets, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: m.factors.span,
          losses: m.numbers,
          execution: table)
        return 0
      },
      Operation(
        "gradient, \(variant.name), soft, in place", inPlace: true,
        isOfMean: true
      ) {
        m, table in
        try variant.options(classes: m.shape.classes).gradient(
          inPlace: m.output, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.outputShape,
          sampleWeights: m.factors.span, upstream: 3, execution: table)
      },
      Operation("gradients, \(variant.name), soft, in place", inPlace: true) {
        m, table in
        try variant.options(classes: m.shape.classes).gradient(
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
    _ variant: LossVariant
  ) -> Operation {
    Operation("evaluate, \(variant.name)") { m, table in
      try variant.options(classes: m.shape.classes).evaluate(
        m.logits, targets: m.targets, shape: m.shape,
        sampleWeights: m.factors.span, into: m.evaluations, execution: table)
      return 0
    }
  }
}
