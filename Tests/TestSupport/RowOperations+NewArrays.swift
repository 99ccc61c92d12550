import Logits

/// The forms that return new arrays.
extension RowOperations {
  static var newArrays: [Row] {
    [
      Row("softmax, new", .newArray) { m, table in
        m.fill(try softmax(m.logits, m.shape.layout, execution: table))
      },
      Row("logSoftmax, new", .newArray) { m, table in
        m.fill(try logSoftmax(m.logits, m.shape.layout, execution: table))
      },
      Row("logSumExp, new", .newArray) { m, table in
        m.numbers.fill(
          try logSumExp(m.logits, m.shape.layout, execution: table))
      },
      Row("argmax, new", .newArray) { m, table in
        m.predictions.fill(
          try argmax(m.logits, m.shape.layout, execution: table))
      },
    ]
  }

  static var newLosses: [Row] {
    [
      Row("losses, new", takes: hard, writes: [.losses], .newArray) {
        m, table in
        m.numbers.fill(
          try m.criterion.losses(
            m.logits, m.shape.layout, targets: m.targets,
            sampleWeights: m.sampleWeights, execution: table))
      },
      Row("losses, soft, new", takes: soft, writes: [.losses], .newArray) {
        m, table in
        m.numbers.fill(
          try m.criterion.losses(
            m.logits, m.shape.layout, targets: m.others,
            targetStride: m.otherShape.stride,
            sampleWeights: m.sampleWeights, execution: table))
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
