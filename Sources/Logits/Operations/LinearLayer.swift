import KernelTypes

/// The matrices of a linear layer, checked against its shape.
struct LinearLayer<Scalar: LogitScalar> {
  let shape: LinearShape
  let x: Matrix<Scalar>
  let weight: Matrix<Scalar>
  let bias: UnsafePointer<Scalar>?

  init(_ elements: LinearElements<Scalar>) throws(LogitsError) {
    shape = elements.shape
    try shape.check()
    x = Matrix(
      try shape.check(elements.features, .features), rows: shape.samples,
      columns: shape.features, rowStride: shape.features)
    weight = Matrix(
      try shape.check(elements.weight, .weight), rows: shape.classes,
      columns: shape.features, rowStride: shape.features)
    if let bias = elements.bias {
      self.bias = UnsafePointer(try shape.check(bias, .bias))
    } else {
      bias = nil
    }
  }

  /// X Wᵀ + b, for some rows of X and some of the classes.
  func outputs(
    of x: Matrix<Scalar>, classes: Range<Int>,
    into outputs: Matrix<Scalar>
  ) -> MatrixTask<Scalar> {
    let addend = bias.map { Addend.row($0) } ?? .nothing
    return .product(
      x, weight.rows(classes).transposed, outputs, addend[classes])
  }
}

extension LinearElements {
  /// Checks the arguments, then writes the outputs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func multiply(
    into outputs: Elements<Scalar>, _ execution: Execution
  ) throws(LogitsError) {
    let layer = try LinearLayer(self)
    let start = try shape.check(outputs, .output)
    try checkOverlaps([(outputs.bytes, .output)], memory)
    let matrix = Matrix(
      start, rows: shape.samples, columns: shape.classes,
      rowStride: shape.classes)
    try Products.with(execution, memory: 16 << 20) { products in
      products.run([
        layer.outputs(of: layer.x, classes: 0..<shape.classes, into: matrix)
      ])
    }
  }

  /// Checks the arguments, then writes the gradients.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(
    from upstream: Elements<Scalar>,
    into elements: LinearGradientElements<Scalar>, accumulates: Bool,
    _ execution: Execution
  ) throws(LogitsError) {
    let layer = try LinearLayer(self)
    let g = Matrix(
      try shape.check(upstream, .upstream), rows: shape.samples,
      columns: shape.classes, rowStride: shape.classes)
    let gradients = try LinearGradients(elements, shape)
    try checkOverlaps(
      elements.memory,
      memory + [(upstream.bytes, .upstream)])
    try Products.with(execution, memory: 16 << 20) { products in
      if !accumulates, shape.samples == 0 { gradients.clearParameters() }
      guard shape.samples > 0 else { return }
      products.run(
        gradients.products(
          g, layer.x, layer.weight, features: gradients.features,
          accumulatesFeatures: accumulates, accumulates: accumulates)
          + gradients.columnSums(g, accumulates: accumulates))
    }
  }
}
