/// Steps along a mean of the last gradients, each number's divided by its usual
/// size (Kingma and Ba, 2015).
struct Adam {
  private var mean: [Float]
  private var square: [Float]
  // What is still missing in the means, which start at 0.
  private var missing: (ofMean: Float, ofSquare: Float) = (1, 1)

  init(parameters: Int) {
    mean = [Float](repeating: 0, count: parameters)
    square = mean
  }

  mutating func update(
    _ parameters: inout [Float], along gradient: [Float], rate: Float
  ) {
    missing.ofMean *= 0.9
    missing.ofSquare *= 0.999
    let rate = rate * (1 - missing.ofSquare).squareRoot() / (1 - missing.ofMean)
    for i in parameters.indices {
      mean[i] += 0.1 * (gradient[i] - mean[i])
      square[i] += 0.001 * (gradient[i] * gradient[i] - square[i])
      parameters[i] -= rate * mean[i] / (square[i].squareRoot() + 1e-8)
    }
  }
}
