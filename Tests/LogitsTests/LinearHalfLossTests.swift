import Logits
import TestSupport
import Testing

/// Losses of linear layers whose buffers are halves or Floats in any mixture,
/// against the formulas in Double.
@Suite struct LinearHalfLossTests {
  private static let shape = LinearShape(samples: 37, features: 70, classes: 90)

  /// A sample at a time and 16 classes, some of both, all.
  private static let memories = [1, 64 << 10, 64 << 20]

  /// The losses of a layer and their slopes, with how far Float may be off.
  private struct Expected {
    var losses: [Double] = []
    var lossError = 0.0
    var slopes: [Double] = []
    var slopeError = 0.0

    init(_ plain: PlainLayer<Float>, _ targets: [Int], _ table: Execution) {
      let classes = plain.shape.classes
      let outputs = plain.outputs()
      let epsilon = Double(Float.ulpOfOne)
      var spread = 0.0
      var logitError = 0.0
      for (row, target) in targets.enumerated() {
        let sums = outputs[row * classes..<(row + 1) * classes]
        let logits = sums.map(\.value)
        let largest = logits.max() ?? 0
        spread = max(spread, largest - (logits.min() ?? 0))
        for sum in sums {
          logitError = max(logitError, sum.allowed(ulpOfOne: epsilon))
        }
        let powers = logits.map { Double.exp($0 - largest) }
        let total = powers.reduce(0, +)
        guard logits.indices.contains(target) else {
          losses.append(0)
          slopes += logits.map { _ in 0 }
          continue
        }
        losses.append(Double.log(total) - (logits[target] - largest))
        slopes += powers.enumerated().map {
          $1 / total - ($0 == target ? 1 : 0)
        }
      }
      let bounds = Bounds<Float>(
        classes: classes, spread: Float(spread), backend: table.backend)
      lossError = 2 * (logitError + bounds.loss * epsilon)
      slopeError = 2 * logitError + (bounds.probability + 1) * epsilon
    }
  }

  @Test(arguments: Execution.productTables, memories)
  func lossesAndGradients(_ table: Execution, _ memory: Int) throws {
    for types in MixedLayer.Types.mixtures {
      for ignores in [false, true] {
        for accumulates in [false, true] {
          try check(
            MixedLayer(Self.shape, types, ignores: ignores), accumulates,
            memory, table)
        }
      }
    }
  }

  private func check(
    _ layer: MixedLayer, _ accumulates: Bool, _ memory: Int,
    _ table: Execution
  ) throws {
    let floats = layer.floats
    let loss = try layer.loss(
      upstream: 3, accumulates: accumulates, memory: memory, table)
    let expected = Expected(layer.plain, layer.targets, table)
    let count = Double(layer.targets.count { $0 >= 0 })
    let mean = expected.losses.reduce(0, +) / count
    #expect(abs(loss - mean) <= expected.lossError)
    let factor = 3 / count
    // Half a unit of bfloat16, which has 8 bits.
    let rounding = layer.multipliesBFloat16(table) ? 0x1p-8 : 0
    let exact = layer.plain.gradients(
      expected.slopes.map { $0 * factor },
      errors: expected.slopes.map {
        $0 == 0
          ? 0
          : factor * (expected.slopeError * (1 + rounding) + abs($0) * rounding)
      })
    for (gradient, exact) in zip(layer.gradients, exact) {
      var sums = exact.sums
      if accumulates {
        for i in sums.indices { sums[i].add(Double(MixedLayer.filling)) }
      }
      #expect(
        gradient.violations(sums, errors: exact.errors) == [],
        "\(exact.name)")
    }

    // Each loss, from chunks of the classes if there is little memory.
    let losses = try layer.losses(memory: memory, table)
    for (loss, exact) in zip(losses, expected.losses) {
      #expect(abs(Double(loss) - exact) <= expected.lossError)
    }

    // With memory for all samples, nothing is added up in another order.
    guard table.backend == .swift, !layer.multipliesBFloat16(table),
      memory == Self.memories.last
    else { return }
    let ofFloats = try floats.loss(
      upstream: 3, accumulates: accumulates, memory: memory, table)
    #expect(loss == ofFloats)
    for (gradient, float) in zip(layer.gradients, floats.gradients) {
      #expect(gradient.scalars == gradient.rounded(float.scalars))
    }
  }
}
