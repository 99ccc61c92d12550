import Logits
import TestSupport
import Testing

extension RowMemory where Logit == Float {
  /// Good arguments for two samples of three classes.
  static func small() throws -> RowMemory {
    // Twice as much, to make buffers that are too long.
    let logits: [[Float]] = [[1, 2, 3], [4, 5, 6]]
    let y: [[Float]] = [[0, 1, 0], [0.5, 0.25, 0.25]]
    let memory = try RowMemory(
      OperationBatch(
        classes: 3, logits: logits + logits, others: y + y,
        targets: [0, 1, 0, 1], sampleWeights: [1, 2, 1, 2],
        upstream: [3, 4, 3, 4]))
    memory.shape.samples = 2
    memory.otherShape.samples = 2
    memory.outputShape.samples = 2
    memory.logits = .init(rebasing: memory.logits[..<6])
    memory.others = .init(rebasing: memory.others[..<6])
    memory.targets = .init(rebasing: memory.targets[..<2])
    memory.sampleWeights = memory.sampleWeights.map {
      .init(rebasing: $0[..<2])
    }
    memory.upstreams = memory.upstreams.map { .init(rebasing: $0[..<2]) }
    memory.output = .init(rebasing: memory.output[..<6])
    memory.numbers = .init(rebasing: memory.numbers[..<2])
    memory.predictions = .init(rebasing: memory.predictions[..<2])
    memory.evaluations = .init(rebasing: memory.evaluations[..<2])
    memory.partials = .init(rebasing: memory.partials[..<2])
    return memory
  }

  /// Puts a buffer of an operation somewhere else, or gives it another number of
  /// elements, and returns its size in bytes.
  @discardableResult
  func place(
    _ buffer: LogitsError.Buffer, of operation: RowOperations<Float>.Row,
    at start: UnsafeMutableRawPointer? = nil, count: Int? = nil
  ) -> Int {
    func moved<T>(
      _ all: UnsafeMutableBufferPointer<T>
    ) -> (UnsafeMutableBufferPointer<T>, Int) {
      let count = count ?? all.count
      return (
        UnsafeMutableBufferPointer(
          start: start?.assumingMemoryBound(to: T.self) ?? all.baseAddress,
          count: count), count * MemoryLayout<T>.stride
      )
    }
    func moved<T>(
      _ all: UnsafeBufferPointer<T>
    ) -> (UnsafeBufferPointer<T>, Int) {
      let (moved, size) = moved(UnsafeMutableBufferPointer(mutating: all))
      return (UnsafeBufferPointer(moved), size)
    }
    var size = 0
    switch (buffer, operation.isInPlace, operation.takesOptions) {
    case (.logits, true, _), (.upstream, true, false), (.gradient, _, _):
      (output, size) = moved(output)
    case (.logits, _, _), (.upstream, _, false):
      (logits, size) = moved(logits)
    case (.targets, _, _): (targets, size) = moved(targets)
    case (.sampleWeights, _, _):
      (sampleWeights, size) = sampleWeights.map(moved) ?? (nil, 0)
    case (.upstream, _, _): (upstreams, size) = upstreams.map(moved) ?? (nil, 0)
    case (.losses, _, _): (numbers, size) = moved(numbers)
    case (.evaluations, _, _): (evaluations, size) = moved(evaluations)
    case (.partials, _, _): (partials, size) = moved(partials)
    case (.output, _, _):
      switch operation.name {
      case "argmax": (predictions, size) = moved(predictions)
      case "logSumExp", "klDivergence": (numbers, size) = moved(numbers)
      default: (output, size) = moved(output)
      }
    default: (others, size) = moved(others)
    }
    return size
  }

  /// Expects an error from an operation, and that it has written nothing.
  func expect(
    _ error: LogitsError, from operation: RowOperations<Float>.Row,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    clear(for: operation)
    let before = resultBytes
    let found = #expect(
      throws: LogitsError.self, "\(operation.name)",
      sourceLocation: sourceLocation
    ) { try operation.call(self, .automatic) }
    // NaN is not equal to itself, but to its description.
    #expect(
      found == error || found?.description == error.description,
      "\(operation.name)", sourceLocation: sourceLocation)
    #expect(
      resultBytes == before, "\(operation.name)",
      sourceLocation: sourceLocation)
  }
}
