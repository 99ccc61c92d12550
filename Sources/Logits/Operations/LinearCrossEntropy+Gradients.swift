import KernelTypes

extension LinearCrossEntropy {
  /// Adds a microbatch's part of the gradients, from that with respect to its
  /// logits, which is overwritten.
  func addGradients(
    _ batch: Microbatch<Scalar>, _ g: MutableMatrix<Scalar>,
    _ x: Matrix<Scalar>
  ) {
    let ofX = gradients.features.map {
      batch.isGathered
        ? batch.memory.gradient(batch.count) : $0.rows(batch.range)
    }
    let addsToFeatures = accumulates && !batch.isGathered
    let adds = accumulates || batch.range.lowerBound > 0
    let bias = gradients.columnSums(Matrix(g), accumulates: adds)
    if let active = batch.memory.active {
      products.run(bias)
      if let count = active.compact(g) {
        if !addsToFeatures { ofX?.elements.update(repeating: 0) }
        active.addGradients(
          Matrix(g), count, x, layer.weight, features: ofX,
          weight: gradients.weight, products)
      } else {
        products.run(
          gradients.products(
            Matrix(g), x, layer.weight, features: ofX,
            accumulatesFeatures: addsToFeatures, accumulates: true))
      }
    } else {
      products.run(
        gradients.products(
          Matrix(g), x, layer.weight, features: ofX,
          accumulatesFeatures: addsToFeatures, accumulates: adds) + bias)
    }
    if batch.isGathered, let ofX, let features = gradients.features {
      scatter(ofX, batch, to: features)
    }
  }

  /// Brings the gradient of gathered features to its rows.
  private func scatter(
    _ gradient: MutableMatrix<Scalar>, _ batch: Microbatch<Scalar>,
    to features: MutableMatrix<Scalar>
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
