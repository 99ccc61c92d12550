/// The sizes of a linear layer and of the batch that goes through it.
///
/// All matrices are row-major and without gaps: the features X are
/// `samples × features`, the weight W is `classes × features`, and the outputs
/// X Wᵀ + b are `samples × classes`.
package struct LinearShape: Hashable, Sendable {
  package var samples: Int
  package var features: Int
  package var classes: Int

  package init(samples: Int, features: Int, classes: Int) {
    self.samples = samples
    self.features = features
    self.classes = classes
  }

  /// The number of classes follows from the weight, which has a row for each.
  ///
  /// - Throws: ``LogitsError`` if the layout makes no sense or does not fit.
  package init(
    _ layout: Layout, features: Int, weight: Int
  ) throws(LogitsError) {
    let shape = try layout.shape(of: features, .features)
    guard shape.positions == nil, shape.rowStride == shape.classes else {
      throw .featuresWithGaps
    }
    guard weight > 0, weight % shape.classes == 0 else {
      throw .notWholeRows(
        .weight, count: weight, classes: shape.classes, shape.classes)
    }
    self.init(
      samples: shape.samples, features: shape.classes,
      classes: weight / shape.classes)
  }

  /// The shapes of X, W and the outputs.
  var ofFeatures: BatchShape {
    BatchShape(samples: samples, classes: features)
  }
  var ofWeight: BatchShape { BatchShape(samples: classes, classes: features) }
  var ofOutputs: BatchShape { BatchShape(samples: samples, classes: classes) }

  /// The rows and columns of one of the buffers.
  private func size(
    _ role: LogitsError.Buffer
  ) -> (rows: Int, columns: Int) {
    switch role {
    case .features, .featureGradient: (samples, features)
    case .weight, .weightGradient: (classes, features)
    case .bias, .biasGradient: (1, classes)
    default: (samples, classes)
    }
  }

  /// The number of elements of one of the buffers.
  package func count(_ role: LogitsError.Buffer) -> Int {
    let (rows, columns) = size(role)
    return rows * columns
  }

  /// Checks that all matrices can be addressed.
  package func check() throws(LogitsError) {
    guard features >= 1 else { throw .noFeatures(features) }
    _ = try ofOutputs.extent()
    _ = try ofFeatures.extent()
    _ = try ofWeight.extent()
  }

  /// A matrix, or a row, that has the size which its role asks for.
  func matrix<Scalar: LogitScalar>(
    _ elements: Elements<Scalar>, _ role: LogitsError.Buffer
  ) throws(LogitsError) -> StoredMatrix<Scalar> {
    let (rows, columns) = size(role)
    let count = rows * columns
    guard elements.count == count else {
      throw .sizeMismatch(
        role, expected: count...count, actual: elements.count)
    }
    let format = try elements.format(role)
    // Nothing is read where there is nothing.
    let start =
      elements.start
      ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
    return StoredMatrix(start, format, rows: rows, columns: columns)
  }

  /// The same of what may be left out.
  func matrix<Scalar: LogitScalar>(
    _ elements: Elements<Scalar>?, _ role: LogitsError.Buffer
  ) throws(LogitsError) -> StoredMatrix<Scalar>? {
    guard let elements else { return nil }
    return try matrix(elements, role) as StoredMatrix<Scalar>
  }
}
