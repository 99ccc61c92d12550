import Logits
import TestSupport

/// A function of the library on a linear layer.
///
/// All that it is given and writes is in a `LinearMemory`. What it returns is a
/// reduced loss, or 0.
struct LinearOperation<Scalar: TestScalar>: Sendable {
  typealias Call =
    @Sendable (LinearMemory<Scalar>, Execution) throws -> Double

  let name: String
  let call: Call

  init(_ name: String, _ call: @escaping Call) {
    self.name = name
    self.call = call
  }

  static var all: [LinearOperation] {
    layer + LossVariant.all.flatMap(losses)
  }

  private static var layer: [LinearOperation] {
    [
      LinearOperation("linear") { m, table in
        try linear(
          m.features, weight: m.weight, bias: m.bias.span, shape: m.shape,
          into: m.outputs, execution: table)
        return 0
      },
      LinearOperation("linearGradient") { m, table in
        try linearGradient(
          m.features, weight: m.weight, upstream: m.upstream, shape: m.shape,
          featureGradient: m.featureGradient.mutableSpan,
          weightGradient: m.weightGradient.mutableSpan,
          biasGradient: m.biasGradient.mutableSpan, execution: table)
        return 0
      },
    ]
  }

  /// With memory for all logits, and for those of some samples or classes.
  private static func losses(
    _ variant: LossVariant
  ) -> [LinearOperation] {
    [64 << 20, 8 << 10].flatMap { memory in
      [
        LinearOperation("linearLoss, \(variant.name), \(memory)") { m, table in
          try variant.options(classes: m.shape.classes).linearLoss(
            m.features, weight: m.weight, bias: m.bias.span,
            targets: m.targets, shape: m.shape,
            sampleWeights: m.factors.span, memory: memory, execution: table)
        },
        LinearOperation("linearLosses, \(variant.name), \(memory)") {
          m, table in
          let losses = try variant.options(classes: m.shape.classes)
            .linearLosses(
              m.features, weight: m.weight, bias: m.bias.span,
              targets: m.targets, shape: m.shape,
              sampleWeights: m.factors.span, memory: memory, execution: table)
          for (i, loss) in losses.enumerated() { m.losses[i] = loss }
          return 0
        },
        LinearOperation("linearGradient, \(variant.name), \(memory)") {
          m, table in
          try variant.options(classes: m.shape.classes).linearGradient(
            m.features, weight: m.weight, bias: m.bias.span,
            targets: m.targets, shape: m.shape,
            sampleWeights: m.factors.span, upstream: 3,
            featureGradient: m.featureGradient.mutableSpan,
            weightGradient: m.weightGradient.mutableSpan,
            biasGradient: m.biasGradient.mutableSpan, memory: memory,
            execution: table)
        },
        LinearOperation("linearGradients, \(variant.name), \(memory)") {
          m, table in
          try variant.options(classes: m.shape.classes).linearGradient(
            m.features, weight: m.weight, bias: m.bias.span,
            targets: m.targets, shape: m.shape,
            sampleWeights: m.factors.span, upstream: m.factors.span,
            losses: m.losses,
            featureGradient: m.featureGradient.mutableSpan,
            weightGradient: m.weightGradient.mutableSpan,
            biasGradient: m.biasGradient.mutableSpan, memory: memory,
            execution: table)
          return 0
        },
      ]
    }
  }
}
