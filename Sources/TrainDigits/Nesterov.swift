import Logits

/// Gradient descent with Nesterov's momentum, as PyTorch's SGD has it.
struct Nesterov<Scalar: LogitScalar> {
  private var velocity: Layer<Scalar>

  /// At rest, for layers of this one's size.
  init(for layer: Layer<Scalar>) {
    velocity = Layer(inputs: layer.inputs, outputs: layer.outputs)
  }

  /// Whether the next step would go uphill by its momentum.
  func isUphill(_ gradient: Layer<Scalar>) -> Bool {
    dotProduct(velocity.weight, gradient.weight)
      + dotProduct(velocity.bias, gradient.bias) < 0
  }

  mutating func update(
    _ layer: inout Layer<Scalar>, along gradient: Layer<Scalar>, rate: Double,
    momentum: Double
  ) {
    let (rate, momentum) = (Scalar(rate), Scalar(momentum))
    Self.update(
      &layer.weight, gradient.weight, &velocity.weight, momentum, rate)
    Self.update(&layer.bias, gradient.bias, &velocity.bias, momentum, rate)
  }

  // Debug builds do not specialise on their own.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func update(
    _ parameters: inout [Scalar], _ gradient: [Scalar],
    _ velocity: inout [Scalar], _ momentum: Scalar, _ rate: Scalar
  ) {
    for i in parameters.indices {
      velocity[i] = momentum * velocity[i] + gradient[i]
      parameters[i] -= rate * (gradient[i] + momentum * velocity[i])
    }
  }
}
