import VectorPasses

extension LinearCrossEntropyBlocks {
  /// The part of the gradients that a block has, from that with respect to its
  /// logits, which is lost.
  func setGradients(
    _ block: Range<Int>, _ g: MutableMatrix<Scalar>, _ x: Matrix<Scalar>,
    _ memory: BlockMemory<Scalar>, isFirst: Bool
  ) {
    let isGathered = samples.some != nil
    let ofX = gradients.features.map {
      isGathered ? memory.gradient(block.count) : $0.rows(block)
    }
    let addsToFeatures = arguments.accumulates && !isGathered
    let adds = arguments.accumulates || !isFirst
    let bias = gradients.columnSums(Matrix(g), accumulates: adds)
    if let active = memory.active {
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
    if isGathered, let ofX { scatter(ofX, block) }
  }

  /// Brings the gradient of gathered features to its rows.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func scatter(_ gradient: MutableMatrix<Scalar>, _ block: Range<Int>) {
    guard let some = samples.some, let features = gradients.features else {
      return
    }
    for (row, sample) in some[block].enumerated() {
      let (from, to) = (gradient.row(row), features.row(sample))
      if arguments.accumulates {
        for k in 0..<gradient.columns { to[k] += from[k] }
      } else {
        to.update(from: from, count: gradient.columns)
      }
    }
  }
}
