import KernelTypes

/// The gradients of a layer that are wanted, checked against its shape.
struct LinearGradients<Scalar: LogitScalar> {
  let features: StoredMatrix<Scalar>?
  let weight: StoredMatrix<Scalar>?
  /// A row.
  let bias: StoredMatrix<Scalar>?

  init(
    _ elements: LinearGradientElements<Scalar>, _ shape: LinearShape
  ) throws(LogitsError) {
    features = try shape.matrix(elements.features, .featureGradient)
    weight = try shape.matrix(elements.weight, .weightGradient)
    bias = try shape.matrix(elements.bias, .biasGradient)
  }

  private init() {
    (features, weight, bias) = (nil, nil, nil)
  }

  static var none: LinearGradients { LinearGradients() }

  /// Whether none is wanted.
  var areEmpty: Bool { features == nil && weight == nil && bias == nil }

  /// Whether those that are products are bfloat16, if any is wanted.
  var areBFloat16: Bool {
    [features, weight].allSatisfy { $0 == nil || $0?.format == .bfloat16 }
  }

  /// Whether there is one of the features that is not written to its place, but
  /// is scattered or narrowed.
  func movesFeatures(gathers: Bool) -> Bool {
    guard let features else { return false }
    return gathers || features.isHalf
  }

  /// Sets those of weight and bias to 0: no sample adds to them.
  func clearParameters() {
    weight?.clear()
    bias?.clear()
  }
}
