import Logits

/// All functions on rows.
package enum RowOperations<Logit: TestLogit> {
  package typealias Row = TestOperation<RowMemory<Logit>>

  /// Those that take logits of any type; methods of `CrossEntropy` with the
  /// criterion and arguments that are in the memory.
  package static var ofAnyLogits: [Row] {
    normalizations + reductions + losses + gradients + newLosses + newArrays
  }

  /// The same, methods of `CrossEntropy` with each `LossVariant`.
  package static var ofAnyLogitsVaried: [Row] {
    normalizations + reductions + varied(losses + gradients + newLosses)
      + newArrays
  }

  /// Each with each variant, which its name tells.
  static func varied(_ operations: [Row]) -> [Row] {
    LossVariant.all.flatMap { variant in
      operations.map { operation in
        var words = operation.name.split(separator: ", ").map(String.init)
        words.insert(variant.name, at: 1)
        let divisor: Divisor =
          operation.name == "loss, soft" ? .samples : .weights
        return operation.named(words.joined(separator: ", ")) { m in
          m.criterion = variant.criterion(classes: m.shape.classes)
          m.divisor = divisor
          m.upstream = 3
        }
      }
    }
  }

  static var normalizations: [Row] {
    [
      Row("softmax", c: .softmax) { m, table in
        try softmax(
          m.logits, m.shape.layout,
          negativeInfinityRows: m.negativeInfinityRows, into: &m.output,
          outputStride: m.outputShape.stride, execution: table)
      },
      Row("logSoftmax", c: .logSoftmax) { m, table in
        try logSoftmax(
          m.logits, m.shape.layout,
          negativeInfinityRows: m.negativeInfinityRows, into: &m.output,
          outputStride: m.outputShape.stride, execution: table)
      },
    ]
  }

  static var reductions: [Row] {
    [
      Row("logSumExp", c: .logSumExp) { m, table in
        try logSumExp(
          m.logits, m.shape.layout, into: &m.numbers, execution: table)
      },
      Row("argmax", c: .argmax) { m, table in
        try argmax(
          m.logits, m.shape.layout, into: &m.predictions, execution: table)
      },
      // The targets of class 0 are in no chunk.
      Row(
        "partialCrossEntropy", takes: [.logits, .targets], writes: [.partials],
        c: .partialCrossEntropy
      ) { m, table in
        try CrossEntropy().partialCrossEntropy(
          m.logits, m.shape.layout, targets: m.targets, firstClass: 1,
          into: &m.partials, execution: table)
      },
    ]
  }
}
