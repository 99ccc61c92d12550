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
    _ buffer: TargetBuffer<Scalar>, for shape: BatchShape
  ) throws(LogitsError) {
    switch buffer {
    case .classes(let bytes, let layout, let count):
      self = .classes(
        try ClassTargets(bytes.baseAddress, layout, count, for: shape))
    case .probabilities(let rows, let rowStride):
      let shape = BatchShape(
        samples: shape.samples, classes: shape.classes, rowStride: rowStride)
      self = .probabilities(try Rows(rows, .targetProbabilities, shape))
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
