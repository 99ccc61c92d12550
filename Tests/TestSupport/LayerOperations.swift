import Logits

/// All functions on linear layers.
package enum LayerOperations<Scalar: TestScalar> {
  package typealias Layer = TestOperation<LayerMemory<Scalar>>

  package static var all: [Layer] { products + losses }

  /// The same, methods of `CrossEntropy` with each `LossVariant`, and with
  /// memory for all logits and for those of some samples or classes.
  package static var allVaried: [Layer] {
    products
      + LossVariant.all.flatMap { variant in
        [64 << 20, 8 << 10].flatMap { bytes in
          losses.map { operation in
            operation.named("\(operation.name), \(variant.name), \(bytes)") {
              m in
              m.criterion = variant.criterion(classes: m.shape.classes)
              m.workspace = LinearWorkspace(memory: bytes)
            }
          }
        }
      }
  }

  private static var gradients: Layer.Buffers {
    [.featureGradient, .weightGradient, .biasGradient]
  }

  package static var products: [Layer] {
    [
      Layer(
        "linear", takes: [.features, .weight, .bias], writes: [.output],
        optional: [.bias], c: .linear
      ) { m, table in
        try linear(
          m.features, m.layout, weight: m.weight, bias: m.bias,
          into: &m.outputs, workspace: m.workspace, execution: table)
      },
      Layer(
        "linearGradient", takes: [.features, .weight, .upstream],
        writes: gradients, optional: gradients, c: .linearGradient
      ) { m, table in
        try linearGradient(
          m.features, m.layout, weight: m.weight, upstream: m.upstream,
          featureGradient: &m.featureGradient,
          weightGradient: &m.weightGradient, biasGradient: &m.biasGradient,
          accumulates: m.accumulates, workspace: m.workspace,
          execution: table)
      },
    ]
  }

  package static var losses: [Layer] {
    let takes: Layer.Buffers = [
      .features, .weight, .bias, .targets, .classWeights, .sampleWeights,
    ]
    return [
      Layer(
        loss: "linearLoss", takes: takes, optional: [.bias],
        c: .linearCrossEntropy
      ) { m, table in
        try m.criterion.linearLoss(
          m.features, m.layout, weight: m.weight, bias: m.bias,
          targets: m.targets, sampleWeights: m.sampleWeights,
          workspace: m.workspace, execution: table)
      },
      Layer(
        "linearLosses", takes: takes, writes: [.losses], optional: [.bias],
        c: .linearCrossEntropy
      ) { m, table in
        try m.criterion.linearLosses(
          m.features, m.layout, weight: m.weight, bias: m.bias,
          targets: m.targets, sampleWeights: m.sampleWeights, into: &m.losses,
          workspace: m.workspace, execution: table)
      },
      Layer(
        loss: "linearGradient", takes: takes, writes: gradients,
        optional: gradients.union([.bias]), c: .linearCrossEntropy
      ) { m, table in
        try m.criterion.linearLoss(
          m.features, m.layout, weight: m.weight, bias: m.bias,
          targets: m.targets, sampleWeights: m.sampleWeights,
          upstream: m.lossUpstream, featureGradient: &m.featureGradient,
          weightGradient: &m.weightGradient, biasGradient: &m.biasGradient,
          accumulates: m.accumulates, workspace: m.workspace,
          execution: table)
      },
      Layer(
        "linearGradients", takes: takes.union([.upstream]),
        writes: gradients.union([.losses]),
        optional: gradients.union([.bias]), c: .linearCrossEntropy
      ) { m, table in
        try m.criterion.linearLosses(
          m.features, m.layout, weight: m.weight, bias: m.bias,
          targets: m.targets, sampleWeights: m.sampleWeights,
          upstream: m.lossUpstreams, into: &m.losses,
          featureGradient: &m.featureGradient,
          weightGradient: &m.weightGradient, biasGradient: &m.biasGradient,
          accumulates: m.accumulates, workspace: m.workspace,
          execution: table)
      },
    ]
  }
}
