import KernelTypes

// A linear layer alone.
extension LinearElements {
  /// Checks the arguments, then writes the outputs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func multiply(
    into outputs: Elements<Scalar>, _ source: LinearMemorySource,
    memory bytes: Int = LinearWorkspace.standard, _ execution: Execution
  ) throws(LogitsError) {
    let layer = try LinearLayer(self)
    let products = try Products<Scalar>(
      execution, shape, areBFloat16: layer.isBFloat16)
    let y = try shape.matrix(outputs, .output)
    var written = BufferList()
    written.append(outputs.bytes, .output)
    written.append(source.bytes, .workspace)
    try checkOverlaps(written, memory)
    try withBatches(
      layer, .none, y, products, source, bytes, accumulates: false
    ) { batch, x, linear in
      let range = batch.range
      let outputs =
        y.scalars?.rows(range)
        ?? batch.memory.logits(range.count, classes: shape.classes)
      linear.outputs(of: x, classes: 0..<shape.classes, into: outputs)
      if y.isHalf { products.narrow(outputs, to: y.rows(range)) }
    }
  }

  /// Checks the arguments, then writes the gradients.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(
    from upstream: Elements<Scalar>,
    into elements: LinearGradientElements<Scalar>, accumulates: Bool,
    _ source: LinearMemorySource,
    memory bytes: Int = LinearWorkspace.standard, _ execution: Execution
  ) throws(LogitsError) {
    let layer = try LinearLayer(self)
    let gradients = try LinearGradients(elements, shape)
    let products = try Products<Scalar>(
      execution, shape,
      areBFloat16: layer.isBFloat16 && gradients.areBFloat16)
    let g = try shape.matrix(upstream, .upstream)
    var written = elements.memory
    written.append(source.bytes, .workspace)
    var read = memory
    read.append(upstream.bytes, .upstream)
    try checkOverlaps(written, read)
    try withBatches(
      layer, gradients, g, products, source, bytes, accumulates: accumulates
    ) { batch, x, linear in
      var rows = batch.memory.logits(batch.count, classes: shape.classes)
      if let scalars = g.scalars {
        rows = scalars.rows(batch.range)
      } else {
        products.widen(g.rows(batch.range), to: rows)
      }
      linear.addGradients(batch, rows, x)
    }
  }

  /// Calls `body` with some samples at a time and their features: with all of
  /// them, unless there are halves.
  private func withBatches(
    _ layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    _ outputs: StoredMatrix<Scalar>, _ products: Products<Scalar>,
    _ source: LinearMemorySource, _ bytes: Int, accumulates: Bool,
    _ body: (
      Microbatch<Scalar>, Matrix<Scalar>, LinearProducts<Scalar>
    ) -> Void
  ) throws(LogitsError) {
    let limit = try LinearMemoryLimit(bytes)
    let size = MicrobatchSize(
      of: layer, gradients, outputsAreHalves: outputs.isHalf, limit)
    let block = try source.take(
      LinearMemory.byteCount(layer, gradients, size, products, limit))
    defer { source.giveBack(block) }
    guard shape.samples > 0 else {
      if !accumulates { gradients.clearParameters() }
      return
    }
    var cut = MemoryCut(block)
    let memory = LinearMemory(
      layer, gradients, size, rows: size.rows(of: shape.samples), products,
      limit, &cut)
    let linear = LinearProducts(
      layer, gradients, accumulates: accumulates, products, memory)
    let rows = memory.microbatch.rows
    products.run {
      linear.addingToParameters {
        for start in stride(from: 0, to: shape.samples, by: rows) {
          let batch = Microbatch(
            start..<min(start + rows, shape.samples), isGathered: false,
            memory.microbatch)
          body(batch, batch.features(of: layer.x, products), linear)
        }
      }
    }
  }
}
