import Logits

/// Multinomial logistic regression: a linear layer.
///
/// It minimises the mean cross-entropy + ‖W‖² ÷ 2 C n, which is scikit-learn's
/// objective divided by the n samples, with its default C = 1. The bias is free.
package struct LogisticRegression {
  private var layer: Layer<Double>

  package init(execution: Execution = .automatic) {
    layer = Layer(inputs: 64, outputs: 10, execution: execution)
  }

  package func logits(_ samples: Samples<Double>) throws -> [Double] {
    try layer(samples.images)
  }

  /// Goes downhill until the gradient's norm is at most `tolerance`, or `limit`
  /// steps are done.
  ///
  /// The momentum is Nesterov's. It grows with the steps, and starts again where
  /// it leads uphill (O'Donoghue and Candès, 2015).
  package mutating func fit(
    _ samples: Samples<Double>, tolerance: Double = 1e-10, limit: Int = 20_000
  ) throws -> (steps: Int, objective: Double, gradientNorm: Double) {
    // 1 ÷ the most that the objective can curve: the softmax curves the loss by
    // at most half of the inputs' squares, of which the bias has 1.
    let n = Double(samples.count)
    let squares = 1 + dot(samples.images, samples.images) / n
    let rate = 1 / (squares / 2 + 1 / n)
    let criterion = CrossEntropy()
    var velocity = layer.parameters.map { _ in 0.0 }
    var (step, age) = (0, 0.0)
    while true {
      var (objective, gradient, _) = try layer.loss(
        samples.images, samples.labels, criterion)
      objective += dot(layer.weight, layer.weight) / (2 * n)
      for i in layer.weight.indices { gradient[i] += layer.parameters[i] / n }
      let norm = dot(gradient, gradient).squareRoot()
      if norm <= tolerance || step == limit { return (step, objective, norm) }

      if dot(velocity, gradient) < 0 { age = 0 }
      let momentum = age / (age + 3)
      for i in velocity.indices {
        velocity[i] = momentum * velocity[i] + gradient[i]
        layer.parameters[i] -= rate * (momentum * velocity[i] + gradient[i])
      }
      (step, age) = (step + 1, age + 1)
    }
  }
}

private func dot<Vector: Sequence<Double>>(_ a: Vector, _ b: Vector) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
