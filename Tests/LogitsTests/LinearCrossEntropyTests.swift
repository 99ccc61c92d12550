import Logits
import TestSupport
import Testing

/// The loss of a linear layer's outputs and its gradients, against PyTorch's
/// float64, in blocks of several sizes.
@Suite struct LinearCrossEntropyTests {
  /// See Tests/Fixtures/PyTorch/make_linear.py.
  struct Fixture: Decodable {
    let samples: Int
    let features: Int
    let classes: Int
    let x: [Double]
    let weight: [Double]
    let bias: [Double]?
    let targets: [Int]
    let ignoreIndex: Int
    let classWeights: [Double]?
    let sampleWeights: [Double]?
    let labelSmoothing: Double
    let zLoss: Double
    let temperature: Double
    let softcap: Double?
    let reduction: String
    let upstream: [Double]
    let losses: [Double]
    let featureGradient: [Double]
    let weightGradient: [Double]
    let biasGradient: [Double]

    func memory<Scalar: TestScalar>() throws -> LayerMemory<Scalar> {
      let memory = try LayerMemory<Scalar>(
        LinearShape(samples: samples, features: features, classes: classes))
      memory.criterion = CrossEntropy(
        classWeights: classWeights, ignoreIndex: ignoreIndex,
        labelSmoothing: labelSmoothing,
        reduction: Reduction(rawValue: reduction) ?? .sum, zLoss: zLoss,
        temperature: temperature, softcap: softcap ?? .infinity)
      func fill<T>(
        _ buffer: UnsafeBufferPointer<T>?, _ numbers: [T]?
      ) -> UnsafeBufferPointer<T>? {
        guard let buffer, let numbers else { return nil }
        _ = UnsafeMutableBufferPointer(mutating: buffer).update(
          fromContentsOf: numbers)
        return buffer
      }
      func scalars(_ numbers: [Double]) -> [Scalar] {
        numbers.map { Scalar($0) }
      }
      _ = fill(memory.features, scalars(x))
      _ = fill(memory.weight, scalars(weight))
      memory.bias = fill(memory.bias, bias.map(scalars))
      _ = fill(memory.targets, targets.map { Int32($0) })
      memory.sampleWeights = fill(
        memory.sampleWeights, sampleWeights.map(scalars))
      memory.lossUpstream = upstream[0]
      _ = fill(memory.lossUpstreams, scalars(upstream))
      return memory
    }

    /// How far a logit may be off, over the temperature: d products, whose
    /// magnitudes sum to d at most, and the bias go through d + 1 additions.
    func logitError(_ epsilon: Double) -> Double {
      Double((features + 1) * (features + 1)) * epsilon / temperature
    }

    /// A bound of the elements of a gradient with respect to logits, and of how
    /// much they change with them: weights of 2 at most, twice, upstream of 2,
    /// and 2 λ l (l + 2) for the z-loss with l ≤ 40.
    var largestSlope: Double { 8 * (1 + 2 * zLoss * 42) / temperature }
  }

  /// Blocks of one sample, of some, and of all; with little memory, losses alone
  /// come from slices of the classes.
  static let memories = [1, 8 << 10, 4 << 20, 64 << 20]

  @Test(arguments: Execution.tables, memories)
  func lossesAndGradientsArePyTorchs(
    _ table: Execution, _ memory: Int
  ) throws {
    let fixtures = try Fixtures.read("PyTorch/linear.json", [Fixture].self)
    #expect(fixtures.count == 80)
    for (index, fixture) in fixtures.enumerated() {
      try check(fixture, Double.self, table, memory, "\(index)")
      try check(fixture, Float.self, table, memory, "\(index)")
    }
  }

  private func check<Scalar: TestScalar>(
    _ fixture: Fixture, _: Scalar.Type, _ table: Execution, _ memory: Int,
    _ name: Comment
  ) throws {
    let layer: LayerMemory<Scalar> = try fixture.memory()
    layer.workspace = LinearWorkspace(memory: memory)
    let isReduced = fixture.reduction != "none"
    func results(_ loss: Double) -> [Double] {
      isReduced ? [loss] : layer.losses.map { Double($0) }
    }
    let losses = LayerOperations<Scalar>.losses.filter {
      $0.returnsLoss == isReduced
    }
    let (alone, gradient) = (losses[0], losses[1])
    let found = try results(layer.run(gradient, table))
    let epsilon = Double(Scalar.ulpOfOne)
    let accuracy = 4 * fixture.logitError(epsilon) + 16 * epsilon
    // A loss is up to 40, and its weights make 4 of 1.
    let largest = fixture.losses.reduce(160) { max($0, abs($1)) }
    expect(found, fixture.losses, accuracy * largest, name)

    // Sums over classes and samples, of products of magnitude 1 at most; then
    // once more, on top of what is there.
    let slope = accuracy * fixture.largestSlope
    let (n, c) = (Double(fixture.samples), Double(fixture.classes))
    for times in [1.0, 2] {
      for (found, expected, terms) in [
        (layer.featureGradient, fixture.featureGradient, c),
        (layer.weightGradient, fixture.weightGradient, n),
        (layer.biasGradient, fixture.biasGradient, n),
      ] {
        expect(
          found.map { Double($0) }, expected.map { times * $0 },
          times * slope * terms, name)
      }
      layer.accumulates = true
      #expect(try results(gradient.call(layer, table)) == found)
    }

    // The same losses without gradients.
    let few = isReduced ? 4 * max(160, abs(found[0])) : 640
    try expect(results(layer.run(alone, table)), found, few * epsilon, name)
  }

  private func expect(
    _ found: [Double], _ expected: [Double], _ tolerance: Double,
    _ name: Comment
  ) {
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= tolerance, name)
    }
  }
}
