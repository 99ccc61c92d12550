import Logits

// What is written goes to arrays, not to a layer or a model: a mutable span of a
// property holds the whole value, and here are several at once.
extension Layer {
  /// The outputs for some samples.
  func outputs(_ features: [Scalar], _ execution: Execution) throws -> [Scalar]
  {
    try linear(
      features, weight: weight, bias: bias.span, shape: shape(features),
      execution: execution)
  }

  /// The outputs, in the memory of the last ones.
  func outputs(
    _ features: [Scalar], into outputs: inout [Scalar], _ execution: Execution
  ) throws {
    try linear(
      features, weight: weight, bias: bias.span, shape: shape(features),
      into: outputs.mutableSpan, execution: execution)
  }

  /// The gradient of the loss of the outputs.
  func lossGradient(
    _ criterion: CrossEntropy, _ features: [Scalar], _ labels: [Int64],
    weight weightGradient: inout [Scalar], bias biasGradient: inout [Scalar],
    _ execution: Execution
  ) throws {
    try criterion.linearGradient(
      features, weight: weight, bias: bias.span, targets: labels,
      shape: shape(features), weightGradient: weightGradient.mutableSpan,
      biasGradient: biasGradient.mutableSpan, execution: execution)
  }

  /// The gradient of the loss of the outputs, with respect to the inputs too.
  func lossGradient(
    _ criterion: CrossEntropy, _ features: [Scalar], _ labels: [Int64],
    weight weightGradient: inout [Scalar], bias biasGradient: inout [Scalar],
    inputs featureGradient: inout [Scalar], _ execution: Execution
  ) throws {
    try criterion.linearGradient(
      features, weight: weight, bias: bias.span, targets: labels,
      shape: shape(features), featureGradient: featureGradient.mutableSpan,
      weightGradient: weightGradient.mutableSpan,
      biasGradient: biasGradient.mutableSpan, execution: execution)
  }

  /// The gradient that follows from that with respect to the outputs.
  func gradient(
    _ features: [Scalar], upstream: [Scalar],
    weight weightGradient: inout [Scalar], bias biasGradient: inout [Scalar],
    _ execution: Execution
  ) throws {
    try linearGradient(
      features, weight: weight, upstream: upstream, shape: shape(features),
      weightGradient: weightGradient.mutableSpan,
      biasGradient: biasGradient.mutableSpan, execution: execution)
  }

  /// The sizes for the library, which calls inputs features and outputs classes.
  private func shape(_ features: [Scalar]) -> LinearShape {
    LinearShape(
      samples: features.count / inputs, features: inputs, classes: outputs)
  }
}
