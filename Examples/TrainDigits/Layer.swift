import Logits

/// A linear layer: outputs = X Wᵀ + b.
struct Layer<Scalar: LogitScalar> {
  let inputs: Int
  let outputs: Int
  let execution: Execution
  /// The memory of a call, kept for the next one.
  private let workspace = LinearWorkspace()
  /// W, a row for each output, then b; gradients are in the same order.
  var parameters: [Scalar]

  init(inputs: Int, outputs: Int, execution: Execution) {
    (self.inputs, self.outputs, self.execution) = (inputs, outputs, execution)
    parameters = [Scalar](repeating: 0, count: outputs * inputs + outputs)
  }

  var weight: ArraySlice<Scalar> { parameters.dropLast(outputs) }
  var bias: ArraySlice<Scalar> { parameters.suffix(outputs) }

  func callAsFunction(_ x: [Scalar]) throws -> [Scalar] {
    var y = [Scalar](repeating: 0, count: x.count / inputs * outputs)
    try linear(
      x, .rows(of: inputs), weight: weight, bias: bias, into: &y,
      workspace: workspace, execution: execution)
    return y
  }

  /// The gradient of the parameters, from that of the outputs.
  func gradient(_ x: [Scalar], upstream: [Scalar]) throws -> [Scalar] {
    var (w, b) = (Array(weight), Array(bias))
    try linearGradient(
      x, .rows(of: inputs), weight: weight, upstream: upstream,
      featureGradient: &Unwanted<Scalar>.gradient, weightGradient: &w,
      biasGradient: &b, workspace: workspace, execution: execution)
    return w + b
  }

  /// Where outputs are logits: forward, loss and backward in one call.
  func loss(
    _ x: [Scalar], _ labels: [Int64], _ criterion: CrossEntropy
  ) throws -> (loss: Double, gradient: [Scalar], ofX: [Scalar]) {
    var (w, b, ofX) = (Array(weight), Array(bias), x)
    let loss = try criterion.linearLoss(
      x, .rows(of: inputs), weight: weight, bias: bias, targets: labels,
      featureGradient: &ofX, weightGradient: &w, biasGradient: &b,
      workspace: workspace, execution: execution)
    return (loss, w + b, ofX)
  }
}
