import KernelTypes

/// The targets of a call in the caller's memory, not checked yet.
@usableFromInline
package enum TargetElements<Scalar: LogitScalar> {
  case classes(ClassIndices)
  case probabilities(Elements<Scalar>, rowStride: Int?)

  var bytes: UnsafeRawBufferPointer {
    switch self {
    case .classes(let indices): indices.bytes
    case .probabilities(let rows, _): rows.bytes
    }
  }

  var isHalves: Bool {
    switch self {
    case .classes: false
    case .probabilities(let rows, _): rows.isHalves
    }
  }

  var role: LogitsError.Buffer {
    switch self {
    case .classes: .targets
    case .probabilities: .targetProbabilities
    }
  }
}

/// Targets, checked against the shape of the logits.
enum Targets<Scalar: LogitScalar> {
  case classes(ClassTargets)
  case probabilities(Rows<Scalar>)

  init(
    _ elements: TargetElements<Scalar>, for shape: BatchShape,
    _ options: CrossEntropy
  ) throws(LogitsError) {
    switch elements {
    case .classes(let indices):
      self = .classes(
        try ClassTargets(indices, for: shape, ignoring: options.ignoreIndex))
    case .probabilities(let rows, let rowStride):
      let shape = shape.withRowStride(rowStride ?? shape.classes)
      self = .probabilities(try Rows(rows, .targetProbabilities, shape))
      if let tolerance = options.targetSumTolerance {
        try checkSums(tolerance)
      }
    }
  }

  /// The class indices, if these are the targets.
  var classes: ClassTargets? {
    guard case .classes(let targets) = self else { return nil }
    return targets
  }

  /// The rows of probabilities, if these are the targets.
  var probabilities: Rows<Scalar>? {
    guard case .probabilities(let rows) = self else { return nil }
    return rows
  }

  /// The number of samples that aren't ignored.
  func selectedCount(of samples: Int) -> Int {
    classes?.selectedCount(of: samples) ?? samples
  }

  /// Checks that each row of probabilities sums to 1.
  private func checkSums(_ tolerance: Double) throws(LogitsError) {
    guard case .probabilities(let rows) = self else { return }
    for row in 0..<rows.shape.samples {
      let y = rows.tile(row..<row + 1)
      let sum = (0..<rows.shape.classes).reduce(0.0) { $0 + y[0, $1] }
      guard abs(sum - 1) <= tolerance else {
        throw .targetSum(row: row, value: sum)
      }
    }
  }
}
