import Logits

/// Multinomial logistic regression: a linear layer.
///
/// It minimises the mean cross-entropy + ‖W‖² ÷ 2 C n, which is scikit-learn's
/// objective divided by the n samples, with its default C = 1. The bias is free.
package struct LogisticRegression<Scalar: LogitScalar>: Model {
  package private(set) var layer: Layer<Scalar>
  package let execution: Execution
  private let criterion: CrossEntropy
  /// 1 ÷ C n.
  private let penalty: Double
  private var gradient: Layer<Scalar>
  private var optimizer: Nesterov<Scalar>

  /// For training on `samples`, the n of the objective.
  package init(samples: Int, execution: Execution = .automatic) throws {
    layer = Layer(inputs: Digit.pixels, outputs: Digit.classes)
    self.execution = execution
    criterion = try CrossEntropy()
    penalty = 1 / Double(samples)
    gradient = layer
    optimizer = Nesterov(for: layer)
  }

  package var parameters: Int { layer.parameters }

  package func logits(_ samples: Samples<Scalar>) throws -> [Scalar] {
    try layer.outputs(samples.inputs, execution)
  }

  /// What is minimised.
  package func objective(_ samples: Samples<Scalar>) throws -> Double {
    try loss(samples) + penalty / 2 * sumOfSquares(layer.weight)
  }

  package mutating func step(_ batch: Samples<Scalar>, rate: Double) throws {
    try computeGradient(batch)
    optimizer.update(&layer, along: gradient, rate: rate, momentum: 0.9)
  }

  /// Steps with all samples as one batch, until the gradient's norm is at most
  /// `tolerance`, or `limit` steps are done.
  ///
  /// The rate is 1 ÷ L, with L the most that the objective can curve: the softmax
  /// curves the loss by at most half of the inputs' squares, of which the bias
  /// has 1. The momentum grows with the steps, and starts again where it leads
  /// uphill (O'Donoghue and Candès, 2015).
  ///
  /// - Returns: How many steps there were, and the norm of the last gradient.
  package mutating func converge(
    on samples: Samples<Scalar>, tolerance: Double = 1e-10, limit: Int = 20_000,
    progress: (_ step: Int, _ norm: Double) -> Void = { _, _ in }
  ) throws -> (steps: Int, norm: Double) {
    let squares = 1 + sumOfSquares(samples.inputs) / Double(samples.count)
    let rate = 1 / (squares / 2 + penalty)
    optimizer = Nesterov(for: layer)
    var growing = 0.0
    for step in 0..<limit {
      let norm = try computeGradient(samples)
      guard norm > tolerance else { return (step, norm) }
      progress(step, norm)
      if optimizer.isUphill(gradient) {
        optimizer = Nesterov(for: layer)
        growing = 0
      }
      optimizer.update(
        &layer, along: gradient, rate: rate,
        momentum: growing / (growing + 3))
      growing += 1
    }
    return (limit, try computeGradient(samples))
  }

  /// Returns its norm.
  @discardableResult
  private mutating func computeGradient(
    _ batch: Samples<Scalar>
  ) throws -> Double {
    try layer.lossGradient(
      criterion, batch.inputs, batch.labels, weight: &gradient.weight,
      bias: &gradient.bias, execution)
    addMultiple(Scalar(penalty), of: layer.weight, to: &gradient.weight)
    let squares = sumOfSquares(gradient.weight) + sumOfSquares(gradient.bias)
    return squares.squareRoot()
  }
}
