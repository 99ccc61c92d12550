import KernelTypes

extension LinearCrossEntropy {
  /// Adds a microbatch's part of the gradients, from that with respect to its
  /// logits.
  func addGradients(
    _ batch: Microbatch<Scalar>, _ g: Matrix<Scalar>,
    _ x: Matrix<Scalar>
  ) {
    let ofX = gradients.features.map {
      batch.isGathered
        ? batch.memory.gradient(batch.count) : $0.rows(batch.range)
    }
    let adds = accumulates || batch.range.lowerBound > 0
    products.run(
      gradients.products(
        g, x, layer.weight, features: ofX,
        accumulatesFeatures: accumulates && !batch.isGathered,
        accumulates: adds) + gradients.columnSums(g, accumulates: adds))
    if batch.isGathered, let ofX, let features = gradients.features {
      scatter(ofX, batch, to: features)
    }
  }

  /// Brings the gradient of gathered features to its rows.
  private func scatter(
    _ gradient: Matrix<Scalar>, _ batch: Microbatch<Scalar>,
    to features: Matrix<Scalar>
  ) {
    for (row, sample) in batch.indices {
      let (from, to) = (gradient.row(row), features.row(sample))
      if accumulates {
        for k in 0..<gradient.columns { to[k] += from[k] }
      } else {
        to.update(from: from, count: gradient.columns)
      }
    }
  }
}
