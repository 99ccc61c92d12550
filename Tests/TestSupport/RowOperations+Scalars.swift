import Logits

/// Functions on rows of numbers that are computed with as they are.
extension RowOperations where Logit: TestScalar, Logit.Scalar == Logit {
  package static var all: [Row] {
    ofAnyLogits + inPlace + backward + ofOtherRows + gradientsInPlace
      + evaluations + newArraysOfScalars
  }

  /// The same, methods of `CrossEntropy` with each `LossVariant`.
  package static var allVaried: [Row] {
    ofAnyLogitsVaried + inPlace + backward + ofOtherRows
      + varied(gradientsInPlace + evaluations) + newArraysOfScalars
  }

  private static var inPlace: [Row] {
    [
      Row("softmax, in place", .inPlace) { m, table in
        try softmax(
          inPlace: m.output, shape: m.outputShape,
          negativeInfinityRows: m.negativeInfinityRows, execution: table)
      },
      Row("logSoftmax, in place", .inPlace) { m, table in
        try logSoftmax(
          inPlace: m.output, shape: m.outputShape,
          negativeInfinityRows: m.negativeInfinityRows, execution: table)
      },
    ]
  }

  /// The upstream gradients are the logits.
  private static var backward: [Row] {
    func gradient(
      _ name: String, _ form: Row.Form = .buffers,
      _ call: @escaping @Sendable (RowMemory<Logit>, Execution) throws -> Void
    ) -> Row {
      Row(
        name, takes: [.probabilities, .upstream], writes: [.gradient], form,
        call)
    }
    return [
      gradient("softmaxGradient") { m, table in
        try softmaxGradient(
          m.others, upstream: m.logits, upstreamRowStride: m.shape.rowStride,
          shape: m.otherShape, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      gradient("softmaxGradient, in place", .inPlace) { m, table in
        try softmaxGradient(
          m.others, inPlace: m.output,
          upstreamRowStride: m.outputShape.rowStride, shape: m.otherShape,
          execution: table)
      },
      gradient("logSoftmaxGradient") { m, table in
        try logSoftmaxGradient(
          m.others, upstream: m.logits, upstreamRowStride: m.shape.rowStride,
          shape: m.otherShape, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
      },
      gradient("logSoftmaxGradient, in place", .inPlace) { m, table in
        try logSoftmaxGradient(
          m.others, inPlace: m.output,
          upstreamRowStride: m.outputShape.rowStride, shape: m.otherShape,
          execution: table)
      },
      gradient("softmaxGradient, new", .newArray) { m, table in
        m.fill(
          try softmaxGradient(
            m.others, upstream: m.logits, upstreamRowStride: m.shape.rowStride,
            shape: m.otherShape, execution: table))
      },
      gradient("logSoftmaxGradient, new", .newArray) { m, table in
        m.fill(
          try logSoftmaxGradient(
            m.others, upstream: m.logits, upstreamRowStride: m.shape.rowStride,
            shape: m.otherShape, execution: table))
      },
    ]
  }

  private static var ofOtherRows: [Row] {
    [
      Row("klDivergence", takes: [.logits, .otherLogits]) { m, table in
        try klDivergence(
          m.logits, from: m.others, otherRowStride: m.otherShape.rowStride,
          shape: m.shape, into: m.numbers, execution: table)
      },
      Row(
        loss: "crossEntropy of probabilities",
        takes: [.probabilities, .targets]
      ) { m, table in
        try crossEntropy(
          probabilities: m.others, targets: m.targets, shape: m.otherShape,
          execution: table)
      },
      Row(
        loss: "crossEntropy of probabilities, soft",
        takes: [.probabilities, .targetProbabilities]
      ) { m, table in
        try crossEntropy(
          probabilities: m.others, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.otherShape,
          execution: table)
      },
    ]
  }

  private static var newArraysOfScalars: [Row] {
    [
      Row(
        "klDivergence, new", takes: [.logits, .otherLogits], .newArray
      ) { m, table in
        m.numbers.fill(
          try klDivergence(
            m.logits, from: m.others, otherRowStride: m.otherShape.rowStride,
            shape: m.shape, execution: table))
      },
      Row(
        "losses of probabilities", takes: [.probabilities, .targets],
        writes: [.losses], .newArray
      ) { m, table in
        m.numbers.fill(
          try crossEntropy(
            probabilities: m.others, targets: m.targets, shape: m.otherShape,
            reduction: .none, execution: table))
      },
      Row(
        "losses of probabilities, soft",
        takes: [.probabilities, .targetProbabilities], writes: [.losses],
        .newArray
      ) { m, table in
        m.numbers.fill(
          try crossEntropy(
            probabilities: m.others, targetProbabilities: m.others,
            targetRowStride: m.otherShape.rowStride, shape: m.otherShape,
            reduction: .none, execution: table))
      },
    ]
  }
}

extension TestOperation {
  /// The function on rows with this name, which must be there.
  package static func named<Scalar: TestScalar>(_ name: String) -> TestOperation
  where Memory == RowMemory<Scalar> {
    guard
      let operation = RowOperations<Scalar>.all.first(where: {
        $0.name == name
      })
    else { fatalError("no operation \(name)") }
    return operation
  }
}
