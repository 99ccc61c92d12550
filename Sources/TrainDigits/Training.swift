import Logits

/// Training with mini-batches: epochs over all samples in random order, at a
/// rate that falls to 0.
package struct Training {
  package let epochs: Int
  package let batchSize: Int
  package let rate: Double

  package init(epochs: Int, batchSize: Int = 32, rate: Double) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.rate = rate
  }

  /// The mean losses after an epoch.
  package struct Losses: Equatable {
    package let training: Double
    package let heldOut: Double

    package init(training: Double, heldOut: Double) {
      self.training = training
      self.heldOut = heldOut
    }
  }

  /// Trains, and returns the losses after each epoch; nothing depends on those
  /// of the samples that are held out.
  ///
  /// The few samples that fill no batch are another few in the next epoch.
  package func run<M: Model>(
    _ model: inout M, on digits: Digits<M.Scalar>,
    using generator: inout SplitMix64,
    progress: (_ epoch: Int, _ losses: Losses) -> Void = { _, _ in }
  ) throws -> [Losses] {
    let samples = digits.training
    let batches = samples.count / batchSize
    var order = Array(0..<samples.count)
    var batch = Samples<M.Scalar>(features: samples.features)
    var history: [Losses] = []
    for epoch in 0..<epochs {
      order.shuffle(using: &generator)
      for b in 0..<batches {
        let done = Double(epoch * batches + b) / Double(epochs * batches)
        batch.gather(
          order[b * batchSize..<(b + 1) * batchSize], of: samples)
        try model.step(batch, rate: rate * (1 - done))
      }
      let losses = Losses(
        training: try model.loss(samples),
        heldOut: try model.loss(digits.heldOut))
      history.append(losses)
      progress(epoch + 1, losses)
    }
    return history
  }
}
