import Logits
import TestSupport
import Testing

/// Linear layers, the losses of their outputs and all gradients, against sums of
/// products in a wider type.
@Suite struct LayerTests: ScalarCheck {
  @Test func anyLayers() {
    FuzzRun(kind: .layers, short: 300, share: 200).run {
      { failure(seed: $0) }
    }
  }

  func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let layer = LayerCase<Scalar>(using: &generator)
    let options = CrossEntropy(classes: layer.shape.classes, using: &generator)
    let targets = (0..<layer.shape.samples).map { _ in
      generator.once(in: 8)
        ? options.ignoreIndex ?? 0 : generator.below(layer.shape.classes)
    }
    let upstream = (0..<layer.shape.samples * layer.shape.classes).map { _ in
      Scalar(2 * generator.fraction() - 1)
    }
    let memory = generator.one(of: [1, 1000, 1 << 20])
    let accumulates = generator.once(in: 2)
    let gradients = LayerGradients(layer: layer, accumulates: accumulates)
    return firstFailure { table in
      let what =
        try layer.outputFailure(table)
        ?? layer.lossFailure(targets, options, memory: memory, table)
        ?? gradients.failure(upstream: upstream, table)
        ?? gradients.failure(targets, options, memory: memory, table)
      return what.map {
        "\($0) of \(Scalar.self), \(layer.shape), \(options), memory \(memory)"
      }
    }
  }
}

extension LayerCase {
  /// What is wrong with the outputs.
  fileprivate func outputFailure(_ table: Execution) throws -> String? {
    let found = try linear(
      x, .rows(of: shape.features), weight: weight, bias: bias, execution: table
    )
    let errors = outputErrors
    return found.indices.first {
      differs(found[$0], from: outputs[$0].value, by: errors[$0])
    }.map { "output \(found[$0]) instead of \(outputs[$0].value) at \($0)" }
  }

  /// A loss is off by that of rows, and by what its logits are.
  fileprivate func lossFailure(
    _ targets: [Int], _ options: CrossEntropy, memory: Int, _ table: Execution
  ) throws -> String? {
    let losses = try options.linearLosses(
      x, .rows(of: shape.features), weight: weight, bias: bias,
      targets: targets, workspace: LinearWorkspace(memory: memory),
      execution: table)
    let errors = outputErrors
    for sample in losses.indices {
      let logits = sample * shape.classes..<(sample + 1) * shape.classes
      let row = outputs[logits].map(\.value)
      let exact = options.exactLoss(row, target: targets[sample]).loss
      let bounds = bounds(row, options, table)
      let allowed =
        Wide(bounds.loss) * Wide(Scalar.ulpOfOne)
        + (errors[logits].max() ?? 0) * lossSlope(row, options)
      if differs(losses[sample], from: exact, by: allowed) {
        return "loss \(losses[sample]) instead of \(exact), row \(sample)"
      }
    }
    return nil
  }
}
