/// The targets of a call as they came, not checked yet.
@usableFromInline
enum TargetBuffer<Scalar: LogitScalar> {
  case classes(UnsafeRawBufferPointer, ClassIndexLayout, count: Int)
  case probabilities(UnsafeBufferPointer<Scalar>, rowStride: Int?)

  @inlinable
  init<Index: ClassIndex>(_ targets: UnsafeBufferPointer<Index>) {
    self = .classes(
      UnsafeRawBufferPointer(targets), Index._layout, count: targets.count)
  }
}

/// Targets that fit the shape of the logits.
enum Targets<Scalar: LogitScalar> {
  case classes(ClassTargets)
  case probabilities(Rows<Scalar>)

  init(
    _ buffer: TargetBuffer<Scalar>, for shape: BatchShape,
    ignoring ignoreIndex: Int? = nil
  ) throws(LogitsError) {
    switch buffer {
    case .classes(let bytes, let layout, let count):
      self = .classes(
        try ClassTargets(
          bytes.baseAddress, layout, count, for: shape, ignoring: ignoreIndex))
    case .probabilities(let rows, let rowStride):
      let shape = BatchShape(
        samples: shape.samples, classes: shape.classes, rowStride: rowStride)
      self = .probabilities(try Rows(rows, .targetProbabilities, shape))
    }
  }
}

extension Targets {
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

  /// Whether a sample is not to be read.
  @inline(__always)
  func isIgnored(_ row: Int) -> Bool {
    guard case .classes(let targets) = self else { return false }
    return targets.isIgnored(row)
  }

  /// How many of the samples are not ignored.
  func counted(_ samples: Int) -> Int {
    classes?.counted(samples) ?? samples
  }

  /// Checks that each row of probabilities sums to 1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func checkSums(_ tolerance: Double) throws(LogitsError) {
    guard case .probabilities(let rows) = self else { return }
    for row in 0..<rows.shape.samples {
      let y = rows.tile(row..<row + 1)[0]
      let sum = (0..<rows.shape.classes).reduce(0.0) { $0 + Double(y[$1]) }
      guard abs(sum - 1) <= tolerance else {
        throw .targetSum(row: row, value: sum)
      }
    }
  }
}

extension TargetBuffer {
  /// Refuses an output that shares memory with the targets.
  func checkOverlap<Element>(
    _ output: UnsafeMutableBufferPointer<Element>, _ role: LogitsError.Buffer
  ) throws(LogitsError) {
    switch self {
    case .classes(let bytes, _, _):
      try Logits.checkOverlap(
        output, role, bytes.bindMemory(to: UInt8.self), .targets)
    case .probabilities(let rows, _):
      try Logits.checkOverlap(output, role, rows, .targetProbabilities)
    }
  }
}
