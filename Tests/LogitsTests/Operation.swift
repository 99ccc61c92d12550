import Logits
import TestSupport

/// A function of the library on rows.
///
/// All that it is given and writes is in an `OperationMemory`. What it returns is
/// a reduced loss, or 0.
struct Operation<Logit: TestLogit>: Sendable {
  typealias Call =
    @Sendable (OperationMemory<Logit>, Execution) throws -> Double

  let name: String
  /// Whether the logits are read where the results go.
  let startsInOutput: Bool
  /// Whether what is written for a sample depends on the others: on their sum of
  /// weights, in a mean.
  let isOfMean: Bool
  let call: Call

  init(
    _ name: String, inPlace: Bool = false, isOfMean: Bool = false,
    _ call: @escaping Call
  ) {
    self.name = name
    startsInOutput = inPlace
    self.isOfMean = isOfMean
    self.call = call
  }
}

extension Operation {
  /// Those that take logits of any type.
  static var ofAnyLogits: [Operation] {
    normalizations + rowReductions + plainLosses
      + LossVariant.all.flatMap { losses($0) + gradients($0) }
  }

  private static var normalizations: [Operation] {
    [
      Operation("softmax") { m, table in
        try softmax(
          m.logits, shape: m.shape, into: m.output,
          outputRowStride: m.outputShape.rowStride, execution: table)
        return 0
      },
      Operation("logSoftmax") { m, table in
        try logSoftmax(
          m.logits, shape: m.shape, into: m.output,
          outputRowStride: m.outputShape.rowStride,
          negativeInfinityRows: .zero, execution: table)
        return 0
      },
    ]
  }

  private static var rowReductions: [Operation] {
    [
      Operation("logSumExp") { m, table in
        try logSumExp(
          m.logits, shape: m.shape, into: m.numbers, execution: table)
        return 0
      },
      Operation("argmax") { m, table in
        try argmax(
          m.logits, shape: m.shape, into: m.predictions, execution: table)
        return 0
      },
      // The targets of class 0 are in no slice.
      Operation("partialCrossEntropy") { m, table in
        try partialCrossEntropy(
          m.logits, targets: m.targets, firstClass: 1, shape: m.shape,
          into: m.partials, execution: table)
        return 0
      },
    ]
  }

  private static var plainLosses: [Operation] {
    [
      Operation("crossEntropy, reduced") { m, table in
        try crossEntropy(
          m.logits, targets: m.targets, shape: m.shape, execution: table)
      },
      Operation("crossEntropy") { m, table in
        try crossEntropy(
          m.logits, targets: m.targets, shape: m.shape, reduction: .none,
          into: m.numbers, execution: table)
        return 0
      },
      Operation("crossEntropy, soft, reduced") { m, table in
        try crossEntropy(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          execution: table)
      },
      Operation("crossEntropy, soft") { m, table in
        try crossEntropy(
          m.logits, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.shape,
          reduction: .none, into: m.numbers, execution: table)
        return 0
      },
    ]
  }
}

extension Operation where Logit: TestScalar, Logit.Scalar == Logit {
  /// All that take logits of the type that is computed in.
  static var all: [Operation] {
    ofAnyLogits + normalizationsInPlace + backward + ofOtherRows
      + LossVariant.all.flatMap { gradientsInPlace($0) + [evaluation($0)] }
  }

  private static var normalizationsInPlace: [Operation] {
    [
      Operation("softmax, in place", inPlace: true) { m, table in
        try softmax(
          inPlace: m.output, shape: m.outputShape,
          negativeInfinityRows: .zero, execution: table)
        return 0
      },
      Operation("logSoftmax, in place", inPlace: true) { m, table in
        try logSoftmax(
          inPlace: m.output, shape: m.outputShape, execution: table)
        return 0
      },
    ]
  }

  private static var backward: [Operation] {
    [
      Operation("softmaxGradient") { m, table in
        try softmaxGradient(
          m.others, upstream: m.logits, upstreamRowStride: m.shape.rowStride,
          shape: m.otherShape, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
        return 0
      },
      Operation("softmaxGradient, in place", inPlace: true) { m, table in
        try softmaxGradient(
          m.others, inPlace: m.output,
          upstreamRowStride: m.outputShape.rowStride, shape: m.otherShape,
          execution: table)
        return 0
      },
      Operation("logSoftmaxGradient") { m, table in
        try logSoftmaxGradient(
          m.others, upstream: m.logits, upstreamRowStride: m.shape.rowStride,
          shape: m.otherShape, into: m.output,
          gradientRowStride: m.outputShape.rowStride, execution: table)
        return 0
      },
      Operation("logSoftmaxGradient, in place", inPlace: true) { m, table in
        try logSoftmaxGradient(
          m.others, inPlace: m.output,
          upstreamRowStride: m.outputShape.rowStride, shape: m.otherShape,
          execution: table)
        return 0
      },
    ]
  }

  private static var ofOtherRows: [Operation] {
    [
      Operation("klDivergence") { m, table in
        try klDivergence(
          m.logits, from: m.others, otherRowStride: m.otherShape.rowStride,
          shape: m.shape, into: m.numbers, execution: table)
        return 0
      },
      Operation("crossEntropy of probabilities") { m, table in
        try crossEntropy(
          probabilities: m.others, targets: m.targets, shape: m.otherShape,
          execution: table)
      },
      Operation("crossEntropy of probabilities, soft") { m, table in
        try crossEntropy(
          probabilities: m.others, targetProbabilities: m.others,
          targetRowStride: m.otherShape.rowStride, shape: m.otherShape,
          execution: table)
      },
    ]
  }
}
