import ArrayFiles

/// The stored weights of a linear layer, classes × features, and a bias.
struct LinearHead {
  let weight: StoredArray
  private let bias: StoredArray?

  /// - Throws: `FileError` unless these are floating-point numbers of shapes that
  ///   fit each other and the features.
  init(
    weight path: String, bias biasPath: String?, of features: LogitsFile
  ) throws {
    weight = try StoredArray(path: path)
    guard weight.elementType.isFloatingPoint else {
      throw FileError(
        path,
        "weights have type '\(weight.elementType)'; expected a "
          + "floating-point type")
    }
    guard weight.shape.count == 2, weight.shape[1] == features.classes,
      weight.shape[0] > 0
    else {
      throw FileError(
        path,
        "weights have shape \(weight.shape); the features in \(features.path) "
          + "need [classes, \(features.classes)]")
    }
    bias = try biasPath.map { try StoredArray(path: $0) }
    guard let bias else { return }
    guard bias.elementType.isFloatingPoint, bias.shape == [classes] else {
      throw FileError(
        bias.path,
        "a bias of shape \(bias.shape) and type '\(bias.elementType)'; expected "
          + "[\(classes)], of a floating-point type")
    }
  }

  var classes: Int { weight.shape[0] }

  /// The bias in any type; empty without one.
  ///
  /// - Throws: `FileError` if it cannot be read.
  func bias<Scalar: ReadableElement>(as type: Scalar.Type) throws -> [Scalar] {
    try bias?.elements(as: type) ?? []
  }
}
