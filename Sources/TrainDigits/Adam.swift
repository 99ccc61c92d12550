import Logits

/// Steps along a mean of the last gradients, each number's divided by its usual
/// size (Kingma and Ba, 2015).
struct Adam<Scalar: LogitScalar> {
  private var mean: Layer<Scalar>
  private var square: Layer<Scalar>
  // What is still missing in the means, which start at 0.
  private var missingOfMean = 1.0
  private var missingOfSquare = 1.0

  /// For layers of this one's size.
  init(for layer: Layer<Scalar>) {
    mean = Layer(inputs: layer.inputs, outputs: layer.outputs)
    square = mean
  }

  mutating func update(
    _ layer: inout Layer<Scalar>, along gradient: Layer<Scalar>, rate: Double
  ) {
    missingOfMean *= 0.9
    missingOfSquare *= 0.999
    let rate = Scalar(
      rate * (1 - missingOfSquare).squareRoot() / (1 - missingOfMean))
    Self.update(
      &layer.weight, gradient.weight, &mean.weight, &square.weight, rate)
    Self.update(&layer.bias, gradient.bias, &mean.bias, &square.bias, rate)
  }

  // Debug builds do not specialise on their own.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func update(
    _ parameters: inout [Scalar], _ gradient: [Scalar], _ mean: inout [Scalar],
    _ square: inout [Scalar], _ rate: Scalar
  ) {
    for i in parameters.indices {
      let g = gradient[i]
      mean[i] += 0.1 * (g - mean[i])
      square[i] += 0.001 * (g * g - square[i])
      parameters[i] -= rate * mean[i] / (square[i].squareRoot() + 1e-8)
    }
  }
}
