import Logits
import TestSupport
import Testing

/// The outputs of a linear layer and their losses, beside sums of products in a
/// wider type.
@Suite struct LayerTests {
  @Test func anyLayers() {
    FuzzRun(kind: .layers, short: 1_000, share: 2).run {
      {
        var generator = SeededGenerator(seed: $0)
        return generator.once(in: 2)
          ? failure(Float.self, &generator) : failure(Double.self, &generator)
      }
    }
  }

  private func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let layer = LayerCase<Scalar>(using: &generator)
    let options = PlainLoss(classes: layer.shape.classes, using: &generator)
    let targets = (0..<layer.shape.samples).map { _ in
      generator.once(in: 8)
        ? options.ignoreIndex ?? 0 : generator.below(layer.shape.classes)
    }
    let memory = generator.one(of: [1, 1000, 1 << 20])
    for table in Execution.tables {
      do {
        let outputs = try linear(
          layer.x, weight: layer.weight, bias: layer.bias.span,
          shape: layer.shape, execution: table)
        let losses = try options.criterion.linearLosses(
          layer.x, weight: layer.weight, bias: layer.bias.span,
          targets: targets, shape: layer.shape, memory: memory,
          execution: table)
        if let what = layer.failure(outputs)
          ?? layer.failure(losses, targets, options, table)
        {
          return "\(what) of \(Scalar.self), \(layer.shape), \(options), "
            + "memory \(memory), \(table)"
        }
      } catch {
        return "\(error), \(table)"
      }
    }
    return nil
  }
}

/// A layer, a batch and its outputs in a wider type.
private struct LayerCase<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide

  let shape: LinearShape
  let x: [Scalar]
  let weight: [Scalar]
  let bias: [Scalar]
  private var sums: [Wide] = []
  /// Of each sum, how far it may be off.
  private var allowed: [Wide] = []

  init(using generator: inout SeededGenerator) {
    shape = LinearShape(
      samples: generator.below(9),
      features: 1 + generator.below(generator.once(in: 20) ? 300 : 20),
      classes: generator.classes(upTo: 40))
    let width = generator.one(of: [0.1, 1, 3])
    func numbers(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar((2 * generator.fraction() - 1) * width) }
    }
    x = numbers(shape.samples * shape.features)
    weight = numbers(shape.classes * shape.features)
    bias = numbers(shape.classes)
    let d = shape.features
    for i in 0..<shape.samples {
      for c in 0..<shape.classes {
        var sum = Wide(bias[c])
        var magnitude = abs(sum)
        for k in 0..<d {
          let product = Wide(x[i * d + k]) * Wide(weight[c * d + k])
          sum += product
          magnitude += abs(product)
        }
        sums.append(sum)
        allowed.append(magnitude * Wide(d + 2) * Wide(Scalar.ulpOfOne) / 2)
      }
    }
  }

  func failure(_ outputs: [Scalar]) -> String? {
    outputs.indices.first {
      differs(outputs[$0], from: sums[$0], by: allowed[$0])
    }.map { "output \(outputs[$0]) instead of \(sums[$0]) at \($0)" }
  }

  /// A loss is off by that of rows, and by what its logits are.
  func failure(
    _ losses: [Scalar], _ targets: [Int], _ options: PlainLoss,
    _ table: Execution
  ) -> String? {
    for sample in losses.indices {
      let logits = sample * shape.classes..<(sample + 1) * shape.classes
      let row = sums[logits].map { Scalar($0) }
      let exact = options.loss(wide: Array(sums[logits]), targets[sample]).loss
      let size = options.mostLogSumExp(row)
      let bounds = PlainLossBounds(row, options, logSumExp: size, table)
      let slope =
        2 * max(options.classWeights?.max() ?? 1, 1e-3)
        + 2 * options.zLoss * size
      let ofLogits =
        (allowed[logits].max() ?? 0) * Wide(slope / options.temperature)
      let ofLoss = Wide(bounds.loss) * Wide(Scalar.ulpOfOne)
      if differs(losses[sample], from: exact, by: ofLoss + ofLogits) {
        return "loss \(losses[sample]) instead of \(exact), row \(sample)"
      }
    }
    return nil
  }
}
