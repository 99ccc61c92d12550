import Logits

/// Functions on rows of numbers that are computed with as they are.
extension RowOperations where Logit: TestScalar, Logit.Scalar == Logit {
  package static var all: [Row] {
    ofAnyLogits + inPlace + backward + ofOtherRows + likelihoods
      + gradientsInPlace + evaluations
  }

  /// The same, methods of `CrossEntropy` with each `LossVariant`.
  package static var allVaried: [Row] {
    ofAnyLogitsVaried + inPlace + backward + ofOtherRows + likelihoods
      + varied(gradientsInPlace + evaluations)
  }

  private static var inPlace: [Row] {
    [
      Row("softmax, in place", .inPlace, c: .softmax) { m, table in
        try softmax(
          inPlace: &m.output, m.outputShape.layout,
          negativeInfinityRows: m.negativeInfinityRows, execution: table)
      },
      Row("logSoftmax, in place", .inPlace, c: .logSoftmax) { m, table in
        try logSoftmax(
          inPlace: &m.output, m.outputShape.layout,
          negativeInfinityRows: m.negativeInfinityRows, execution: table)
      },
    ]
  }

  /// The upstream gradients are the logits.
  private static var backward: [Row] {
    func gradient(
      _ name: String, _ role: LogitsError.Buffer, _ form: Row.Form = .buffers,
      _ call: @escaping @Sendable (RowMemory<Logit>, Execution) throws -> Void
    ) -> Row {
      Row(
        name, takes: [role, .upstream], writes: [.gradient], form,
        c: role == .probabilities ? .softmaxGradient : .logSoftmaxGradient,
        call)
    }
    return [
      gradient("softmaxGradient", .probabilities) { m, table in
        try softmaxGradient(
          m.others, m.otherShape.layout, upstream: m.logits,
          upstreamStride: m.shape.stride, into: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
      gradient("softmaxGradient, in place", .probabilities, .inPlace) {
        m, table in
        let upstream = UnsafeBufferPointer(m.output)
        try softmaxGradient(
          m.others, m.otherShape.layout, upstream: upstream,
          upstreamStride: m.outputShape.stride, into: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
      gradient("logSoftmaxGradient", .logProbabilities) { m, table in
        try logSoftmaxGradient(
          m.others, m.otherShape.layout, upstream: m.logits,
          upstreamStride: m.shape.stride, into: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
      gradient("logSoftmaxGradient, in place", .logProbabilities, .inPlace) {
        m, table in
        let upstream = UnsafeBufferPointer(m.output)
        try logSoftmaxGradient(
          m.others, m.otherShape.layout, upstream: upstream,
          upstreamStride: m.outputShape.stride, into: &m.output,
          gradientStride: m.outputShape.stride, execution: table)
      },
    ]
  }

  private static var ofOtherRows: [Row] {
    [
      Row(
        "klDivergence", takes: [.logits, .otherLogits], c: .klDivergence
      ) { m, table in
        try klDivergence(
          m.logits, m.shape.layout, from: m.others,
          otherStride: m.otherShape.stride, into: &m.numbers,
          execution: table)
      },
      Row(
        "klDivergence, new", takes: [.logits, .otherLogits], .newArray
      ) { m, table in
        m.numbers.fill(
          try klDivergence(
            m.logits, m.shape.layout, from: m.others,
            otherStride: m.otherShape.stride, execution: table))
      },
    ]
  }

  /// Losses of what a softmax has made of logits.
  private static var likelihoods: [Row] {
    [LossInput.probabilities, .logProbabilities].flatMap { input in
      let criterion = CrossEntropy(input: input)
      let role: LogitsError.Buffer =
        input == .probabilities ? .probabilities : .logProbabilities
      let hard: Row.Buffers = [role, .targets]
      let soft: Row.Buffers = [role, .targetProbabilities]
      return [
        Row(
          loss: "loss of \(role.rawValue)", takes: hard, c: .crossEntropy
        ) { m, table in
          try criterion.loss(
            m.others, m.otherShape.layout, targets: m.targets,
            execution: table)
        },
        Row(
          "losses of \(role.rawValue)", takes: hard, writes: [.losses],
          c: .crossEntropy
        ) { m, table in
          try criterion.losses(
            m.others, m.otherShape.layout, targets: m.targets,
            into: &m.numbers, execution: table)
        },
        Row(
          loss: "gradient of \(role.rawValue)", takes: hard,
          writes: [.gradient], c: .crossEntropy
        ) { m, table in
          try criterion.loss(
            m.others, m.otherShape.layout, targets: m.targets,
            gradient: &m.output, gradientStride: m.outputShape.stride,
            execution: table)
        },
        Row(
          "losses of \(role.rawValue), soft", takes: soft,
          writes: [.losses, .gradient], c: .crossEntropy
        ) { m, table in
          try criterion.losses(
            m.others, m.otherShape.layout, targets: m.others,
            into: &m.numbers, gradient: &m.output,
            gradientStride: m.outputShape.stride, execution: table)
        },
      ]
    }
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
