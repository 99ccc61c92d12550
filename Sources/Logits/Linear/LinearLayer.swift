import VectorPasses

/// The matrices of a linear layer that fit its shape.
struct LinearLayer<Scalar: LogitScalar> {
  let shape: LinearShape
  let x: Matrix<Scalar>
  let weight: Matrix<Scalar>
  let bias: UnsafePointer<Scalar>?

  init(_ buffers: LinearBuffers<Scalar>) throws(LogitsError) {
    shape = buffers.shape
    try shape.check()
    x = Matrix(
      try shape.check(buffers.features, .features), rows: shape.samples,
      columns: shape.features, rowStride: shape.features)
    weight = Matrix(
      try shape.check(buffers.weight, .weight), rows: shape.classes,
      columns: shape.features, rowStride: shape.features)
    if let bias = buffers.bias {
      self.bias = try shape.check(bias, .bias)
    } else {
      bias = nil
    }
  }

  /// X Wᵀ + b, for some rows of X and some of the classes.
  func outputs(
    of x: Matrix<Scalar>, classes: Range<Int>,
    into outputs: MutableMatrix<Scalar>
  ) -> MatrixTask<Scalar> {
    let addend = bias.map { Addend.row($0) } ?? .nothing
    return .product(
      x, weight.rows(classes).transposed, outputs, addend[classes])
  }
}

extension LinearBuffers {
  /// Refuses an output that shares memory with what is read.
  func checkOverlap<Element>(
    _ output: UnsafeMutableBufferPointer<Element>, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    try Logits.checkOverlap(output, role, features, .features)
    try Logits.checkOverlap(output, role, weight, .weight)
    if let bias { try Logits.checkOverlap(output, role, bias, .bias) }
  }

  /// Checks the arguments, then writes the outputs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func multiply(
    into outputs: UnsafeMutableBufferPointer<Scalar>, _ execution: Execution
  ) throws(LogitsError) {
    let layer = try LinearLayer(self)
    let start = try shape.check(UnsafeBufferPointer(outputs), .output)
    try checkOverlap(outputs, .output)
    let matrix = MutableMatrix(
      UnsafeMutablePointer(mutating: start), rows: shape.samples,
      columns: shape.classes, rowStride: shape.classes)
    try Products.with(execution, memory: 16 << 20) {
      (products) throws(LogitsError) in
      products.run([
        layer.outputs(of: layer.x, classes: 0..<shape.classes, into: matrix)
      ])
    }
  }

  /// Checks the arguments, then writes the gradients.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(
    from upstream: UnsafeBufferPointer<Scalar>,
    into buffers: LinearGradientBuffers<Scalar>, accumulates: Bool,
    _ execution: Execution
  ) throws(LogitsError) {
    let layer = try LinearLayer(self)
    let g = Matrix(
      try shape.check(upstream, .upstream), rows: shape.samples,
      columns: shape.classes, rowStride: shape.classes)
    let gradients = try LinearGradients(buffers, of: self)
    for (gradient, role) in buffers.all {
      try Logits.checkOverlap(gradient, role, upstream, .upstream)
    }
    try Products.with(execution, memory: 16 << 20) {
      (products) throws(LogitsError) in
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

/// The gradients of a layer that are wanted, in buffers that fit its shape.
struct LinearGradients<Scalar: LogitScalar> {
  let features: MutableMatrix<Scalar>?
  let weight: MutableMatrix<Scalar>?
  let bias: UnsafeMutableBufferPointer<Scalar>?

  init(
    _ buffers: LinearGradientBuffers<Scalar>, of layer: LinearBuffers<Scalar>
  ) throws(LogitsError) {
    let shape = layer.shape
    let all = buffers.all
    for (index, (gradient, role)) in all.enumerated() {
      _ = try shape.check(UnsafeBufferPointer(gradient), role)
      try layer.checkOverlap(gradient, role)
      for (other, otherRole) in all[..<index] {
        try Logits.checkOverlap(
          gradient, role, UnsafeBufferPointer(other), otherRole)
      }
    }
    func matrix(
      _ buffer: UnsafeMutableBufferPointer<Scalar>?, _ rows: Int
    ) -> MutableMatrix<Scalar>? {
      buffer?.baseAddress.map {
        MutableMatrix(
          $0, rows: rows, columns: shape.features, rowStride: shape.features)
      }
    }
    features = matrix(buffers.features, shape.samples)
    weight = matrix(buffers.weight, shape.classes)
    bias = buffers.bias
  }

  /// Whether none is wanted.
  var areEmpty: Bool { features == nil && weight == nil && bias == nil }

  /// Sets those of weight and bias to 0: no sample adds to them.
  func clearParameters() {
    weight?.elements.update(repeating: 0)
    bias?.update(repeating: 0)
  }

  /// G W and Gᵀ X, for some rows, as far as they are wanted.
  func products(
    _ g: Matrix<Scalar>, _ x: Matrix<Scalar>, _ weight: Matrix<Scalar>,
    features: MutableMatrix<Scalar>?, accumulatesFeatures: Bool,
    accumulates: Bool
  ) -> [MatrixTask<Scalar>] {
    var tasks: [MatrixTask<Scalar>] = []
    if let features {
      tasks.append(
        .product(
          g, weight, features, accumulatesFeatures ? .matrixItself : .nothing))
    }
    if let gradient = self.weight {
      tasks.append(
        .product(
          g.transposed, x, gradient, accumulates ? .matrixItself : .nothing))
    }
    return tasks
  }

  /// The sums of the columns of G, for some rows, if they are wanted.
  func columnSums(
    _ g: Matrix<Scalar>, accumulates: Bool
  ) -> [MatrixTask<Scalar>] {
    guard let start = bias?.baseAddress else { return [] }
    return [.columnSums(g, start, accumulates: accumulates)]
  }
}
