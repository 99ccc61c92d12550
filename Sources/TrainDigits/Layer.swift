import Logits

/// The weight and the bias of a linear layer; also what there is one of for each
/// of these numbers, such as their gradient.
package struct Layer<Scalar: LogitScalar> {
  let inputs: Int
  let outputs: Int
  package var weight: [Scalar]
  package var bias: [Scalar]

  /// All 0.
  init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    weight = [Scalar](repeating: 0, count: outputs * inputs)
    bias = [Scalar](repeating: 0, count: outputs)
  }

  /// Random weights of variance 2 ÷ inputs, which keep the size of what goes
  /// through layers with ReLU (He et al., 2015).
  init(
    inputs: Int, outputs: Int, using generator: inout some RandomNumberGenerator
  ) {
    self.init(inputs: inputs, outputs: outputs)
    let limit = (6 / Double(inputs)).squareRoot()
    for i in weight.indices {
      weight[i] = Scalar(Double.random(in: -limit...limit, using: &generator))
    }
  }

  var parameters: Int { weight.count + bias.count }
}
