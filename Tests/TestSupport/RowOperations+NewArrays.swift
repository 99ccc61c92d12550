import Logits

/// The forms that return new arrays.
extension RowOperations {
  static var newArrays: [Row] {
    [
      Row("softmax, new", .newArray) { m, table in
        m.fill(try softmax(m.logits, shape: m.shape, execution: table))
      },
      Row("logSoftmax, new", .newArray) { m, table in
        m.fill(try logSoftmax(m.logits, shape: m.shape, execution: table))
      },
      Row("logSumExp, new", .newArray) { m, table in
        m.numbers.fill(
          try logSumExp(m.logits, shape: m.shape, execution: table))
      },
      Row("argmax, new", .newArray) { m, table in
        m.predictions.fill(
          try argmax(m.logits, shape: m.shape, execution: table))
      },
      Row(
        "partialCrossEntropy, new", takes: [.logits, .targets], .newArray
      ) { m, table in
        m.partials.fill(
          try partialCrossEntropy(
            m.logits, targets: m.targets, firstClass: 1, shape: m.shape,
            execution: table))
      },
      Row(
        "crossEntropy, new", takes: [.logits, .targets], writes: [.losses],
        .newArray
      ) { m, table in
        m.numbers.fill(
          try crossEntropy(
            m.logits, targets: m.targets, shape: m.shape, reduction: .none,
            execution: table))
      },
      Row(
        "crossEntropy, soft, new", takes: [.logits, .targetProbabilities],
        writes: [.losses], .newArray
      ) { m, table in
        m.numbers.fill(
          try crossEntropy(
            m.logits, targetProbabilities: m.others,
            targetRowStride: m.otherShape.rowStride, shape: m.shape,
            reduction: .none, execution: table))
      },
    ]
  }

  static var newLosses: [Row] {
    [
      Row("losses, new", takes: hard, writes: [.losses], .newArray) {
        m, table in
        m.numbers.fill(
          try m.criterion.losses(
            m.logits, targets: m.targets, shape: m.shape,
            sampleWeights: m.sampleWeights?.span, execution: table))
      },
      Row("losses, soft, new", takes: soft, writes: [.losses], .newArray) {
        m, table in
        m.numbers.fill(
          try m.criterion.losses(
            m.logits, targetProbabilities: m.others,
            targetRowStride: m.otherShape.rowStride, shape: m.shape,
            sampleWeights: m.sampleWeights?.span, execution: table))
      },
    ]
  }
}

extension RowMemory {
  /// Copies rows that are side by side to the output.
  func fill(_ rows: [Scalar]) {
    for row in 0..<shape.samples {
      for c in 0..<shape.classes {
        output[row * outputShape.rowStride + c] =
          rows[row * shape.classes + c]
      }
    }
  }
}

extension UnsafeMutableBufferPointer {
  func fill(_ elements: [Element]) { _ = update(fromContentsOf: elements) }
}
