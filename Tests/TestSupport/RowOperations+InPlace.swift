import Logits

/// The methods of `CrossEntropy` that take only scalars.
extension RowOperations where Logit: TestScalar, Logit.Scalar == Logit {
  /// The gradients, where the logits are.
  static var gradientsInPlace: [Row] {
    [
      Row(
        loss: "gradient, in place", takes: hard, writes: [.gradient],
        inPlace: true, c: .crossEntropy
      ) { m, table in
        try m.criterion.loss(
          gradientInPlace: &m.output, m.outputShape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, divisor: m.divisor,
          upstream: m.upstream, execution: table)
      },
      Row(
        loss: "gradient, soft, in place", takes: soft, writes: [.gradient],
        inPlace: true, c: .crossEntropy
      ) { m, table in
        try m.criterion.loss(
          gradientInPlace: &m.output, m.outputShape.layout, targets: m.others,
          targetStride: m.otherShape.stride, sampleWeights: m.sampleWeights,
          divisor: m.divisor, upstream: m.upstream, execution: table)
      },
      Row(
        "gradients, in place", takes: hard.union([.upstream]),
        writes: [.gradient, .losses], .inPlace, c: .crossEntropy
      ) { m, table in
        let logits = UnsafeBufferPointer(m.output)
        try m.criterion.losses(
          logits, m.outputShape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, upstream: m.upstreams,
          into: &m.numbers, gradient: &m.output, execution: table)
      },
      Row(
        "gradients, soft, in place", takes: soft.union([.upstream]),
        writes: [.gradient, .losses], .inPlace, c: .crossEntropy
      ) { m, table in
        let logits = UnsafeBufferPointer(m.output)
        try m.criterion.losses(
          logits, m.outputShape.layout, targets: m.others,
          targetStride: m.otherShape.stride, sampleWeights: m.sampleWeights,
          upstream: m.upstreams, into: &m.numbers, gradient: &m.output,
          execution: table)
      },
    ]
  }

  static var evaluations: [Row] {
    [
      Row(
        "evaluate", takes: hard, writes: [.evaluations], c: .evaluate
      ) { m, table in
        try m.criterion.evaluate(
          m.logits, m.shape.layout, targets: m.targets,
          sampleWeights: m.sampleWeights, into: &m.evaluations,
          execution: table)
      }
    ]
  }
}
