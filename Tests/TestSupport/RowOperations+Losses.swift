import Logits

/// The methods of `CrossEntropy` for logits of any type.
extension RowOperations {
  static var losses: [Row] {
    [
      Row(loss: "loss", takes: hard, c: .crossEntropy) { m, table in
        try m.criterion.loss(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, divisor: m.divisor,
          execution: table)
      },
      Row("losses", takes: hard, writes: [.losses]) { m, table in
        try m.criterion.losses(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, into: m.numbers,
          execution: table)
      },
      Row(loss: "loss, soft", takes: soft) { m, table in
        try m.criterion.loss(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, divisor: m.divisor,
          execution: table)
      },
      Row("losses, soft", takes: soft, writes: [.losses]) { m, table in
        try m.criterion.losses(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, into: m.numbers,
          execution: table)
      },
    ]
  }

  /// Of the reduced loss, and of the loss of each sample.
  static var gradients: [Row] {
    [
      Row(
        loss: "gradient", takes: hard, writes: [.gradient],
        c: .crossEntropyGradient
      ) { m, table in
        try m.criterion.gradient(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, divisor: m.divisor,
          upstream: m.upstream, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      Row(
        "gradients", takes: hard.union([.upstream]),
        writes: [.gradient, .losses]
      ) { m, table in
        try m.criterion.gradient(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, upstream: m.upstreams?.span,
          into: m.output, gradientRowStride: m.outputShape.rowStride,
          losses: m.numbers, execution: table)
      },
      Row(loss: "gradient, soft", takes: soft, writes: [.gradient]) {
        m, table in
        try m.criterion.gradient(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, divisor: m.divisor,
          upstream: m.upstream, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      Row(
        "gradients, soft", takes: soft.union([.upstream]),
        writes: [.gradient, .losses]
      ) { m, table in
        try m.criterion.gradient(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, upstream: m.upstreams?.span,
          into: m.output, gradientRowStride: m.outputShape.rowStride,
          losses: m.numbers, execution: table)
      },
    ]
  }

  /// What methods with targets of either kind take.
  static var hard: Row.Buffers {
    [.logits, .targets, .classWeights, .sampleWeights]
  }

  static var soft: Row.Buffers {
    [.logits, .targetProbabilities, .classWeights, .sampleWeights]
  }
}
