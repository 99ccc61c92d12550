import Logits

/// All functions on rows.
package enum RowOperations<Logit: TestLogit> {
  package typealias Row = TestOperation<RowMemory<Logit>>

  /// Those that take logits of any type; methods of `CrossEntropy` with the
  /// criterion and arguments that are in the memory.
  package static var ofAnyLogits: [Row] {
    normalizations + reductions + plainLosses + losses + gradients + newLosses
      + newArrays
  }

  /// The same, methods of `CrossEntropy` with each `LossVariant`.
  package static var ofAnyLogitsVaried: [Row] {
    normalizations + reductions + plainLosses
      + varied(losses + gradients + newLosses) + newArrays
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
          m.criterion = try variant.criterion(classes: m.shape.classes)
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
          m.logits, shape: m.shape, into: m.output,
          outputRowStride: m.outputShape.rowStride,
          negativeInfinityRows: m.negativeInfinityRows, execution: table)
      },
      Row("logSoftmax", c: .logSoftmax) { m, table in
        try logSoftmax(
          m.logits, shape: m.shape, into: m.output,
          outputRowStride: m.outputShape.rowStride,
          negativeInfinityRows: m.negativeInfinityRows, execution: table)
      },
    ]
  }

  static var reductions: [Row] {
    [
      Row("logSumExp") { m, table in
        try logSumExp(
          m.logits, shape: m.shape, into: m.numbers, execution: table)
      },
      Row("argmax", c: .argmax) { m, table in
        try argmax(
          m.logits, shape: m.shape, into: m.predictions, execution: table)
      },
      // The targets of class 0 are in no slice.
      Row("partialCrossEntropy", takes: [.logits, .targets]) { m, table in
        try partialCrossEntropy(
          m.logits, targets: m.targets, firstClass: 1, shape: m.shape,
          into: m.partials, execution: table)
      },
    ]
  }

  static var plainLosses: [Row] {
    [
      Row(loss: "crossEntropy, reduced", takes: [.logits, .targets]) {
        m, table in
        try crossEntropy(
          m.logits, targets: m.targets, shape: m.shape, execution: table)
      },
      Row("crossEntropy", takes: [.logits, .targets], writes: [.losses]) {
        m, table in
        try crossEntropy(
          m.logits, targets: m.targets, shape: m.shape, reduction: .none,
          into: m.numbers, execution: table)
      },
      Row(
        loss: "crossEntropy, soft, reduced",
        takes: [.logits, .targetProbabilities]
      ) { m, table in
        try crossEntropy(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          execution: table)
      },
      Row(
        "crossEntropy, soft", takes: [.logits, .targetProbabilities],
        writes: [.losses]
      ) { m, table in
        try crossEntropy(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          reduction: .none, into: m.numbers, execution: table)
      },
    ]
  }
}
