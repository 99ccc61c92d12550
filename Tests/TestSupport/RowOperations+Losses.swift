import Logits

/// The methods of `CrossEntropy` for logits of any type.
extension RowOperations {
  static var losses: [Row] {
    [
      Row(loss: "loss", takes: hard, c: .crossEntropy) { m, table in
        try m.criterion.loss(
          m.logits, m.shape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, divisor: m.divisor, execution: table)
      },
      Row("losses", takes: hard, writes: [.losses], c: .crossEntropy) {
        m, table in
        try m.criterion.losses(
          m.logits, m.shape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, into: &m.numbers, execution: table)
      },
      Row(loss: "loss, soft", takes: soft, c: .crossEntropy) { m, table in
        try m.criterion.loss(
          m.logits, m.shape.layout, targets: m.others,
          targetStride: m.otherShape.stride, sampleWeights: m.sampleWeights,
          divisor: m.divisor, execution: table)
      },
      Row("losses, soft", takes: soft, writes: [.losses], c: .crossEntropy) {
        m, table in
        try m.criterion.losses(
          m.logits, m.shape.layout, targets: m.others,
          targetStride: m.otherShape.stride, sampleWeights: m.sampleWeights,
          into: &m.numbers, execution: table)
      },
    ]
  }

  static var gradients: [Row] {
    [
      Row(
        loss: "gradient", takes: hard, writes: [.gradient],
        c: .crossEntropy
      ) { m, table in
        try m.criterion.loss(
          m.logits, m.shape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, divisor: m.divisor,
          upstream: m.upstream, gradient: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
      Row(
        "gradients", takes: hard.union([.upstream]),
        writes: [.gradient, .losses], c: .crossEntropy
      ) { m, table in
        try m.criterion.losses(
          m.logits, m.shape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, upstream: m.upstreams,
          into: &m.numbers, gradient: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
      Row(
        loss: "gradient, soft", takes: soft, writes: [.gradient],
        c: .crossEntropy
      ) { m, table in
        try m.criterion.loss(
          m.logits, m.shape.layout, targets: m.others,
          targetStride: m.otherShape.stride, sampleWeights: m.sampleWeights,
          divisor: m.divisor, upstream: m.upstream, gradient: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
      Row(
        "gradients, soft", takes: soft.union([.upstream]),
        writes: [.gradient, .losses], c: .crossEntropy
      ) { m, table in
        try m.criterion.losses(
          m.logits, m.shape.layout, targets: m.others,
          targetStride: m.otherShape.stride, sampleWeights: m.sampleWeights,
          upstream: m.upstreams, into: &m.numbers, gradient: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
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
