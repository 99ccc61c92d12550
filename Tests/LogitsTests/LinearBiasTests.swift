import Logits
import TestSupport
import Testing

/// A large bias costs one rounding, however many terms the products have.
@Suite struct LinearBiasTests {
  /// In one block of terms and in several; of rows and classes, too.
  private static let shapes = [
    (7, 32, 40), (70, 768, 90), (3, 300, 1025), (600, 66, 70),
  ].map { LinearShape(samples: $0, features: $1, classes: $2) }

  /// A layer whose products are exact, sums of small multiples of 1/16; its bias
  /// has all bits.
  private struct Layer<Scalar: TestScalar> {
    let shape: LinearShape
    let x: [Scalar]
    let weight: [Scalar]
    let bias: [Scalar]
    let targets: [Int]

    init(_ shape: LinearShape) {
      var generator = SeededGenerator(seed: 5)
      func integers(_ count: Int, _ range: ClosedRange<Int>) -> [Int] {
        (0..<count).map { _ in Int.random(in: range, using: &generator) }
      }
      self.shape = shape
      x = integers(shape.samples * shape.features, -3...3).map { Scalar($0) }
      weight = integers(shape.classes * shape.features, -9...9)
        .map { Scalar($0) / 16 }
      bias = (0..<shape.classes).map { _ in
        Scalar.random(in: -300...300, using: &generator)
      }
      targets = integers(shape.samples, 0...shape.classes - 1)
    }

    /// The outputs, rounded once.
    var outputs: [Scalar] {
      let products = PlainLayer(shape, x: x, weight: weight, bias: bias)
        .outputs(biased: false)
      return products.enumerated().map { i, product in
        Scalar(product.value) + bias[i % shape.classes]
      }
    }
  }

  @Test(arguments: Execution.tables, shapes)
  func outputsAreRoundedOnce(
    _ table: Execution, _ shape: LinearShape
  ) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let layer = Layer<Scalar>(shape)
      let outputs = try linear(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        bias: layer.bias, execution: table)
      #expect(outputs == layer.outputs)
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// The same with the weight and the features in half precision, which has room
  /// for them.
  @Test(arguments: Execution.tables, shapes)
  func outputsOfHalvesAreRoundedOnce(
    _ table: Execution, _ shape: LinearShape
  ) throws {
    let layer = Layer<Float>(shape)
    var outputs = layer.outputs.map { _ in Float.nan }
    try linear(
      layer.x.map { BFloat16($0) }, .rows(of: shape.features),
      weight: layer.weight.map { BFloat16($0) }, bias: layer.bias,
      into: &outputs, execution: table)
    #expect(outputs == layer.outputs)
  }

  /// With products that are not exact, a bias is added to what they are without
  /// it.
  @Test(arguments: Execution.tables, shapes)
  func biasIsAddedToTheProduct(
    _ table: Execution, _ shape: LinearShape
  ) throws {
    let layer = LinearTests.Layer<Float>(shape)
    let bias = layer.bias.map { $0 * 300 }
    func outputs(_ bias: [Float]?) throws -> [Float] {
      try linear(
        layer.x, .rows(of: shape.features), weight: layer.weight, bias: bias,
        execution: table)
    }
    let products = try outputs(nil)
    let expected = products.indices.map {
      products[$0] + bias[$0 % shape.classes]
    }
    #expect(try outputs(bias) == expected)
  }

  /// From all logits, from those of some samples, and from slices of the classes;
  /// alone, and where a gradient is wanted.
  @Test(
    arguments: Execution.tables.flatMap { table in
      shapes.map { (table, $0) }
    }, [1, 64 << 10, 64 << 20])
  func lossesAreOfLogitsRoundedOnce(
    _ layer: (table: Execution, shape: LinearShape), _ memory: Int
  ) throws {
    let (table, shape) = layer
    let layer = Layer<Float>(shape)
    let logits = layer.outputs.map { Double($0) }
    let workspace = LinearWorkspace(memory: memory)
    let alone = try CrossEntropy().linearLosses(
      layer.x, .rows(of: shape.features), weight: layer.weight,
      bias: layer.bias, targets: layer.targets, workspace: workspace,
      execution: table)
    var withGradient = alone.map { _ in Float.nan }
    var gradient = layer.bias
    try CrossEntropy().linearLosses(
      layer.x, .rows(of: shape.features), weight: layer.weight,
      bias: layer.bias, targets: layer.targets, into: &withGradient,
      featureGradient: &Unwanted<Float>.gradient,
      weightGradient: &Unwanted<Float>.gradient, biasGradient: &gradient,
      workspace: workspace, execution: table)
    for (sample, target) in layer.targets.enumerated() {
      let row = logits[sample * shape.classes..<(sample + 1) * shape.classes]
      let maximum = row.max() ?? .nan
      let sum = row.reduce(0) { $0 + Double.exp($1 - maximum) }
      let loss =
        maximum - row[row.startIndex + target] + Double.log(sum)
      // The loss is rounded; powers within 300 of the largest count only where
      // they are near it, and their sum is within some ε.
      let epsilon = Double(Float.ulpOfOne)
      let allowed = epsilon * (loss / 2 + 8)
      #expect(abs(Double(alone[sample]) - loss) <= allowed)
      #expect(abs(Double(withGradient[sample]) - loss) <= allowed)
    }
  }
}
