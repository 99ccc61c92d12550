import KernelTypes

/// The gradients of a layer that are wanted, checked against its shape.
struct LinearGradients<Scalar: LogitScalar> {
  let features: Matrix<Scalar>?
  let weight: Matrix<Scalar>?
  let bias: UnsafeMutableBufferPointer<Scalar>?

  init(
    _ elements: LinearGradientElements<Scalar>, _ shape: LinearShape
  ) throws(LogitsError) {
    func start(
      _ elements: Elements<Scalar>?, _ role: LogitsError.Buffer
    ) throws(LogitsError) -> UnsafeMutablePointer<Scalar>? {
      guard let elements else { return nil }
      return try shape.check(elements, role)
    }
    func matrix(
      _ start: UnsafeMutablePointer<Scalar>?, rows: Int
    ) -> Matrix<Scalar>? {
      start.map {
        Matrix(
          $0, rows: rows, columns: shape.features, rowStride: shape.features)
      }
    }
    features = matrix(
      try start(elements.features, .featureGradient), rows: shape.samples)
    weight = matrix(
      try start(elements.weight, .weightGradient), rows: shape.classes)
    bias = try start(elements.bias, .biasGradient).map {
      UnsafeMutableBufferPointer(start: $0, count: shape.classes)
    }
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
    features: Matrix<Scalar>?, accumulatesFeatures: Bool,
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
