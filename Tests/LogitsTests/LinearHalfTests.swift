import Logits
import TestSupport
import Testing

/// Linear layers whose buffers are halves or Floats in any mixture, against sums
/// of products in Double.
@Suite struct LinearHalfTests {
  /// More than a block of features, of classes and of samples.
  static let shapes = [
    (0, 3, 2), (1, 1, 1), (5, 1, 6), (7, 17, 16), (97, 257, 33), (3, 300, 1025),
    (1100, 5, 40),
  ].map { LinearShape(samples: $0, features: $1, classes: $2) }

  /// Little memory, and enough.
  static let memories = [1, 1 << 16, 64 << 20]

  @Test(arguments: Execution.productTables, shapes)
  func outputs(_ table: Execution, _ shape: LinearShape) throws {
    for types in MixedLayer.Types.mixtures {
      for memory in Self.memories {
        let layer = MixedLayer(shape, types)
        try layer.elements.multiply(
          into: layer.outputs.elements, .call, memory: memory, table)
        #expect(layer.outputs.violations(layer.plain.outputs()) == [])
        // The order of a row's sums depends on nothing but the row.
        guard table.backend == .swift, !layer.multipliesBFloat16(table)
        else { continue }
        let floats = layer.floats
        try floats.elements.multiply(
          into: floats.outputs.elements, .call, table)
        #expect(
          layer.outputs.scalars
            == layer.outputs.rounded(floats.outputs.scalars))
      }
    }
  }

  @Test(arguments: Execution.productTables, shapes)
  func gradients(_ table: Execution, _ shape: LinearShape) throws {
    for types in MixedLayer.Types.mixtures {
      for memory in Self.memories {
        for accumulates in [false, true] {
          try checkGradients(
            MixedLayer(shape, types), accumulates, memory, table)
        }
      }
    }
  }

  private func checkGradients(
    _ layer: MixedLayer, _ accumulates: Bool, _ memory: Int,
    _ table: Execution
  ) throws {
    let floats = layer.floats
    try layer.elements.gradients(
      from: layer.upstream.elements, into: layer.gradientElements,
      accumulates: accumulates, .call, memory: memory, table)
    let exact = layer.plain.gradients(
      layer.upstream.scalars.map { Double($0) },
      errors: layer.upstream.scalars.map { _ in 0 })
    for (gradient, exact) in zip(layer.gradients, exact) {
      var sums = exact.sums
      if accumulates {
        for i in sums.indices { sums[i].add(Double(MixedLayer.filling)) }
      }
      #expect(gradient.violations(sums) == [], "\(exact.name)")
    }
    // Where nothing is added up in another order, the bits are Float's.
    guard table.backend == .swift, !layer.multipliesBFloat16(table),
      layer.shape.classes <= 256, layer.shape.samples <= 97,
      memory == Self.memories.last
    else { return }
    try floats.elements.gradients(
      from: floats.upstream.elements, into: floats.gradientElements,
      accumulates: accumulates, .call, table)
    for (gradient, float) in zip(layer.gradients, floats.gradients) {
      #expect(gradient.scalars == gradient.rounded(float.scalars))
    }
  }

  /// Halves are half as long as Floats; no place is the same, and nothing is
  /// written.
  @Test func badInput() {
    var memory = [BFloat16](repeating: BFloat16(0.5), count: 24)
    let weight = [Float](repeating: 1, count: 12)
    memory.withUnsafeMutableBufferPointer { memory in
      var outputs = UnsafeMutableBufferPointer(rebasing: memory[5..<13])
      var same = UnsafeMutableBufferPointer(rebasing: memory[..<6])
      var other = UnsafeMutableBufferPointer(rebasing: memory[12..<24])
      let features = UnsafeBufferPointer(rebasing: memory[..<6])
      #expect(throws: LogitsError.overlap(.output, .features)) {
        try linear(features, .rows(of: 3), weight: weight, into: &outputs)
      }
      #expect(throws: LogitsError.overlap(.featureGradient, .features)) {
        try CrossEntropy().linearLoss(
          features, .rows(of: 3), weight: weight, targets: [0, 1],
          featureGradient: &same, weightGradient: &Unwanted<Float>.gradient,
          biasGradient: &Unwanted<Float>.gradient)
      }
      #expect(
        throws: LogitsError.targetOutOfRange(row: 1, value: 4, classes: 4)
      ) {
        try CrossEntropy().linearLoss(
          features, .rows(of: 3), weight: weight, targets: [0, 4],
          featureGradient: &Unwanted<Float>.gradient, weightGradient: &other,
          biasGradient: &Unwanted<Float>.gradient)
      }
    }
    #expect(memory.allSatisfy { Float($0) == 0.5 })
  }
}
