import Logits
import TestSupport
import Testing

extension RowMemory where Logit == Float {
  /// Good arguments for two samples of three classes; `counts` says of some
  /// buffers that they have another number of elements.
  static func small(
    _ counts: [LogitsError.Buffer: Int] = [:]
  ) throws -> RowMemory {
    // Twice as much, to make buffers that are too long.
    let logits: [[Float]] = [[1, 2, 3], [4, 5, 6]]
    let y: [[Float]] = [[0, 1, 0], [0.5, 0.25, 0.25]]
    let memory = try RowMemory(
      OperationBatch(
        classes: 3, logits: logits + logits, others: y + y,
        targets: [0, 1, 0, 1], sampleWeights: [1, 2, 1, 2],
        upstream: [3, 4, 3, 4]))
    func count(_ buffer: LogitsError.Buffer, _ fitting: Int) -> Int {
      counts[buffer] ?? fitting
    }
    func part<T>(
      _ all: UnsafeBufferPointer<T>?, _ count: Int
    ) -> UnsafeBufferPointer<T>? {
      all.map { UnsafeBufferPointer(rebasing: $0[..<min(count, $0.count)]) }
    }
    func part<T>(
      _ all: UnsafeMutableBufferPointer<T>, _ count: Int
    ) -> UnsafeMutableBufferPointer<T> {
      UnsafeMutableBufferPointer(rebasing: all[..<min(count, all.count)])
    }
    memory.shape.samples = 2
    memory.otherShape.samples = 2
    memory.outputShape.samples = 2
    memory.logits = part(memory.logits, 6) ?? memory.logits
    memory.others =
      part(memory.others, count(.targetProbabilities, 6)) ?? memory.others
    memory.targets = part(memory.targets, count(.targets, 2)) ?? memory.targets
    memory.sampleWeights = part(memory.sampleWeights, count(.sampleWeights, 2))
    memory.upstreams = part(memory.upstreams, count(.upstream, 2))
    memory.output = part(memory.output, count(.gradient, count(.output, 6)))
    memory.numbers = part(memory.numbers, count(.losses, count(.output, 2)))
    memory.predictions = part(memory.predictions, count(.output, 2))
    memory.evaluations = part(memory.evaluations, count(.evaluations, 2))
    memory.partials = part(memory.partials, count(.output, 2))
    return memory
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
