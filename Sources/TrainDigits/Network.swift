import Logits

/// A network with one hidden layer: linear, ReLU, linear.
///
/// Some of the probability goes to the other classes (label smoothing): with few
/// samples that makes better predictions, of too little confidence.
package struct Network<Scalar: LogitScalar>: Model {
  package private(set) var hidden: Layer<Scalar>
  package private(set) var head: Layer<Scalar>
  package let execution: Execution
  private let criterion: CrossEntropy
  private var hiddenGradient: Layer<Scalar>
  private var headGradient: Layer<Scalar>
  private var hiddenOptimizer: Adam<Scalar>
  private var headOptimizer: Adam<Scalar>
  // Of one batch, and kept for the next: what the hidden layer says, and the
  // gradient with respect to it.
  private var activations: [Scalar] = []
  private var activationGradient: [Scalar] = []

  package init(
    units: Int = 128, using generator: inout SplitMix64,
    execution: Execution = .automatic
  ) throws {
    hidden = Layer(inputs: Digit.pixels, outputs: units, using: &generator)
    head = Layer(inputs: units, outputs: Digit.classes, using: &generator)
    self.execution = execution
    criterion = try CrossEntropy(labelSmoothing: 0.1)
    (hiddenGradient, headGradient) = (hidden, head)
    hiddenOptimizer = Adam(for: hidden)
    headOptimizer = Adam(for: head)
  }

  package var parameters: Int { hidden.parameters + head.parameters }

  package func logits(_ samples: Samples<Scalar>) throws -> [Scalar] {
    var activations = try hidden.outputs(samples.inputs, execution)
    rectify(&activations)
    return try head.outputs(activations, execution)
  }

  package mutating func step(_ batch: Samples<Scalar>, rate: Double) throws {
    let count = batch.count * hidden.outputs
    if activations.count != count {
      activations = [Scalar](repeating: 0, count: count)
      activationGradient = activations
    }
    // Forward.
    try hidden.outputs(batch.inputs, into: &activations, execution)
    rectify(&activations)
    // The head's forward, the loss and the head's backward are one call.
    try head.lossGradient(
      criterion, activations, batch.labels, weight: &headGradient.weight,
      bias: &headGradient.bias, inputs: &activationGradient, execution)
    // Backward.
    mask(&activationGradient, where: activations)
    try hidden.gradient(
      batch.inputs, upstream: activationGradient,
      weight: &hiddenGradient.weight, bias: &hiddenGradient.bias, execution)
    headOptimizer.update(&head, along: headGradient, rate: rate)
    hiddenOptimizer.update(&hidden, along: hiddenGradient, rate: rate)
  }
}

// Debug builds do not specialise on their own.

/// ReLU: the larger of each value and 0.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func rectify<Scalar: LogitScalar>(_ values: inout [Scalar]) {
  for i in values.indices where values[i] < 0 { values[i] = 0 }
}

/// The backward of ReLU: 0 where its output is.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func mask<Scalar: LogitScalar>(
  _ gradient: inout [Scalar], where outputs: [Scalar]
) {
  for i in gradient.indices where outputs[i] == 0 { gradient[i] = 0 }
}
