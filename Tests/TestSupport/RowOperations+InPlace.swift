import Logits

/// The methods of `CrossEntropy` that take only scalars.
extension RowOperations where Logit: TestScalar, Logit.Scalar == Logit {
  /// The gradients, where the logits are.
  static var gradientsInPlace: [Row] {
    [
      Row(
        loss: "gradient, in place", takes: hard, writes: [.gradient],
        inPlace: true
      ) { m, table in
        try m.criterion.gradient(
          inPlace: m.output, targets: m.targets, shape: m.outputShape,
          sampleWeights: m.sampleWeights?.span, divisor: m.divisor,
          upstream: m.upstream, execution: table)
      },
      Row(
        "gradients, in place", takes: hard.union([.upstream]),
        writes: [.gradient, .losses], .inPlace
      ) { m, table in
        try m.criterion.gradient(
          inPlace: m.output, targets: m.targets, shape: m.outputShape,
          sampleWeights: m.sampleWeights?.span, upstream: m.upstreams?.span,
          losses: m.numbers, execution: table)
      },
      Row(
        loss: "gradient, soft, in place", takes: soft, writes: [.gradient],
        inPlace: true
      ) { m, table in
        try m.criterion.gradient(
          inPlace: m.output, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.outputShape,
          sampleWeights: m.sampleWeights?.span, divisor: m.divisor,
          upstream: m.upstream, execution: table)
      },
      Row(
        "gradients, soft, in place", takes: soft.union([.upstream]),
        writes: [.gradient, .losses], .inPlace
      ) { m, table in
        try m.criterion.gradient(
          inPlace: m.output, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.outputShape,
          sampleWeights: m.sampleWeights?.span, upstream: m.upstreams?.span,
          losses: m.numbers, execution: table)
      },
    ]
  }

  static var evaluations: [Row] {
    [
      Row("evaluate", takes: hard, writes: [.evaluations]) { m, table in
        try m.criterion.evaluate(
          m.logits, targets: m.targets, shape: m.shape,
          sampleWeights: m.sampleWeights?.span, into: m.evaluations,
          execution: table)
      },
      Row("evaluate, new", takes: hard, writes: [.evaluations], .newArray) {
        m, table in
        m.evaluations.fill(
          try m.criterion.evaluate(
            m.logits, targets: m.targets, shape: m.shape,
            sampleWeights: m.sampleWeights?.span, execution: table))
      },
    ]
  }
}
