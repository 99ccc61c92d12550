/// The targets of a call in the caller's memory, not checked yet: class indices,
/// or probabilities.
@usableFromInline
package struct TargetElements {
  let bytes: UnsafeRawBufferPointer
  let count: Int
  let type: _ElementType
  /// Elements from row to row of probabilities; `nil` for that of the logits.
  let stride: Int?

  @usableFromInline
  package init<Element: TargetElement>(
    _ elements: UnsafeBufferPointer<Element>, stride: Int? = nil
  ) {
    bytes = UnsafeRawBufferPointer(elements)
    count = elements.count
    type = Element._type
    self.stride = stride
  }

  /// Targets of any type.
  package init(
    _ bytes: UnsafeRawBufferPointer, _ type: _ElementType, stride: Int? = nil
  ) {
    self.bytes = bytes
    count = bytes.count / type.size
    self.type = type
    self.stride = stride
  }

  var role: LogitsError.Buffer {
    type.isIndex ? .targets : .targetProbabilities
  }
}

/// Targets, checked against the shape of the logits.
enum Targets<Scalar: LogitScalar> {
  case classes(ClassTargets)
  case probabilities(Rows<Scalar>)

  init(
    _ elements: TargetElements, for shape: BatchShape, _ options: CrossEntropy
  ) throws(LogitsError) {
    guard !elements.type.isIndex else {
      self = .classes(
        try ClassTargets(elements, for: shape, ignoring: options.ignoreIndex))
      return
    }
    self = .probabilities(
      try Rows(
        Elements(elements.bytes, elements.type), elements.role,
        shape.withStride(elements.stride)))
    if let tolerance = options.targetSumTolerance { try checkSums(tolerance) }
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
      let tile = rows.tile(row..<row + 1)
      let sum = (0..<rows.shape.classes).reduce(0.0) { $0 + tile[0, $1] }
      guard abs(sum - 1) <= tolerance else {
        throw .targetSum(row: row, value: sum)
      }
    }
  }
}
