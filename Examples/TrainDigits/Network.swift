import Logits

/// A network with one hidden layer: linear, ReLU, linear.
package struct Network {
  // With few samples, less confidence makes better predictions.
  private let criterion = CrossEntropy(labelSmoothing: 0.1)
  private var hidden: Layer<Float>
  private var head: Layer<Float>

  package init(
    using random: inout RandomNumbers, execution: Execution = .automatic
  ) {
    hidden = Layer(inputs: 64, outputs: 128, execution: execution)
    head = Layer(inputs: 128, outputs: 10, execution: execution)
    hidden.randomize(using: &random)
    head.randomize(using: &random)
  }

  package func logits(_ samples: Samples<Float>) throws -> [Float] {
    try head(activations(samples))
  }

  /// Trains with mini-batches at a rate that falls to 0, and returns the mean
  /// loss in each epoch.
  package mutating func train(
    _ samples: Samples<Float>, epochs: Int = 60, batchSize: Int = 32,
    rate: Float = 0.01, using random: inout RandomNumbers
  ) throws -> [Double] {
    var hiddenOptimizer = Adam(parameters: hidden.parameters.count)
    var headOptimizer = Adam(parameters: head.parameters.count)
    var order = Array(0..<samples.count)
    let batches = samples.count / batchSize
    return try (0..<epochs).map { epoch in
      // The few that fill no batch are another few in the next epoch.
      order.shuffle(using: &random)
      var sum = 0.0
      for b in 0..<batches {
        let batch = samples.rows(order[b * batchSize..<(b + 1) * batchSize])
        let (loss, ofHidden, ofHead) = try lossAndGradients(batch)
        sum += loss
        let done = Float(epoch * batches + b) / Float(epochs * batches)
        let rate = rate * (1 - done)
        hiddenOptimizer.update(&hidden.parameters, along: ofHidden, rate: rate)
        headOptimizer.update(&head.parameters, along: ofHead, rate: rate)
      }
      return sum / Double(batches)
    }
  }

  private func lossAndGradients(
    _ batch: Samples<Float>
  ) throws -> (loss: Double, ofHidden: [Float], ofHead: [Float]) {
    let activations = try activations(batch)
    var (loss, ofHead, upstream) = try head.loss(
      activations, batch.labels, criterion)
    // The backward pass of ReLU.
    for i in upstream.indices where activations[i] == 0 { upstream[i] = 0 }
    return (loss, try hidden.gradient(batch.images, upstream: upstream), ofHead)
  }

  /// The hidden layer's outputs, through ReLU.
  private func activations(_ samples: Samples<Float>) throws -> [Float] {
    try hidden(samples.images).map { max($0, 0) }
  }
}

extension Layer {
  /// Weights of variance 2 ÷ inputs keep the size of what goes through layers
  /// with ReLU (He et al., 2015).
  fileprivate mutating func randomize(using random: inout RandomNumbers) {
    let limit = (6 / Double(inputs)).squareRoot()
    for i in weight.indices {
      parameters[i] = Scalar(.random(in: -limit...limit, using: &random))
    }
  }
}
