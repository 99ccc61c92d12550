import KernelTypes

/// The matrices of a linear layer, checked against its shape.
struct LinearLayer<Scalar: LogitScalar> {
  let shape: LinearShape
  let x: StoredMatrix<Scalar>
  let weight: StoredMatrix<Scalar>
  /// A row.
  let bias: StoredMatrix<Scalar>?

  init(_ elements: LinearElements<Scalar>) throws(LogitsError) {
    shape = elements.shape
    try shape.check()
    x = try shape.matrix(elements.features, .features)
    weight = try shape.matrix(elements.weight, .weight)
    bias = try shape.matrix(elements.bias, .bias)
  }

  /// Whether its product is of bfloat16 alone.
  var isBFloat16: Bool { x.format == .bfloat16 && weight.format == .bfloat16 }
}
