import Logits
import TestSupport

/// A layer of any size, a batch and its outputs in a wider type.
struct LayerCase<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide

  let layer: PlainLayer<Scalar>
  let outputs: [PlainSum<Wide>]

  var shape: LinearShape { layer.shape }
  var x: [Scalar] { layer.x }
  var weight: [Scalar] { layer.weight }
  var bias: [Scalar] { layer.bias }

  init(using generator: inout SeededGenerator) {
    let shape = LinearShape(
      samples: generator.below(9),
      features: 1 + generator.below(generator.once(in: 20) ? 300 : 20),
      classes: generator.classes(upTo: 40))
    let width = generator.one(of: [0.1, 1, 3])
    func numbers(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar((2 * generator.fraction() - 1) * width) }
    }
    layer = PlainLayer(
      shape, x: numbers(shape.samples * shape.features),
      weight: numbers(shape.classes * shape.features),
      bias: numbers(shape.classes))
    outputs = layer.outputs()
  }

  /// How far each output may be off.
  var outputErrors: [Wide] {
    outputs.map { $0.allowed(ulpOfOne: Wide(Scalar.ulpOfOne)) }
  }
}
