import Logits
import TestSupport
import Testing

/// Bad arguments: the error that names them, and nothing written.
@Suite struct ErrorTests {
  let logits: [Float] = [1, 2, 3, 4, 5, 6]
  let shape = BatchShape(samples: 2, classes: 3)

  /// Of six logits.
  @Test(
    arguments: [
      (-1, 3, 3, .negativeSamples(-1)), (2, 0, 0, .noClasses(0)),
      (2, -3, -3, .noClasses(-3)),
      (2, 3, 2, .rowStrideTooSmall(rowStride: 2, classes: 3)),
      (2, 3, -4, .rowStrideTooSmall(rowStride: -4, classes: 3)),
      (.max, 3, 3, .sizeOverflow(samples: .max, rowStride: 3)),
      (
        1 << 31, 1 << 30, 1 << 30,
        .sizeOverflow(samples: 1 << 31, rowStride: 1 << 30)
      ),
      (2, 4, 4, .sizeMismatch(.logits, expected: 8...8, actual: 6)),
      (1, 3, 3, .sizeMismatch(.logits, expected: 3...3, actual: 6)),
      (2, 3, 4, .sizeMismatch(.logits, expected: 7...8, actual: 6)),
      (0, 3, 3, .sizeMismatch(.logits, expected: 0...0, actual: 6)),
    ] as [(Int, Int, Int, LogitsError)])
  func shapes(
    _ samples: Int, _ classes: Int, _ rowStride: Int, _ error: LogitsError
  ) throws {
    let shape = BatchShape(
      samples: samples, classes: classes, rowStride: rowStride)
    for operation in RowOperations<Float>.all
    where operation.takes.contains(.logits) {
      let memory = try RowMemory.small()
      memory.shape = shape
      if operation.isInPlace { memory.outputShape = shape }
      memory.expect(error, from: operation)
    }
  }

  @Test func emptyBuffersWithoutAShape() {
    #expect(throws: LogitsError.noClasses(0)) { try softmax([] as [Float]) }
    #expect(throws: LogitsError.noClasses(0)) { try argmax([] as [Double]) }
    #expect(throws: LogitsError.noClasses(0)) {
      try softmaxGradient([] as [Float], upstream: [])
    }
    #expect(throws: LogitsError.noClasses(0)) {
      try klDivergence([] as [Float], from: [] as [Float])
    }
  }

  /// Every buffer of every operation, too short, too long and empty.
  @Test func sizes() throws {
    for operation in RowOperations<Float>.all {
      var buffers = operation.takes.subtracting([.classWeights])
      // New arrays have the size that they need.
      if operation.form != .newArray { buffers.formUnion(operation.writes) }
      // What is overwritten has the name of the input.
      if operation.isInPlace {
        buffers.subtract([.output, .gradient])
      }
      // These are the same numbers.
      if buffers.contains(.probabilities) {
        buffers.remove(.targetProbabilities)
      }
      for buffer in buffers {
        let count = elements(buffer, operation)
        for wrong in [0, count - 1, count + 1] {
          let memory = try RowMemory.small()
          memory.place(buffer, of: operation, count: wrong)
          memory.expect(
            .sizeMismatch(buffer, expected: count...count, actual: wrong),
            from: operation)
        }
      }
    }
  }

  /// The elements of a buffer, for two samples of three classes.
  private func elements(
    _ buffer: LogitsError.Buffer, _ operation: RowOperations<Float>.Row
  ) -> Int {
    switch buffer {
    case .targets, .sampleWeights, .losses, .evaluations: 2
    case .upstream: operation.takesOptions ? 2 : 6
    case .output: operation.name.lowercased().contains("softmax") ? 6 : 2
    default: 6
    }
  }

  @Test func rowStrides() {
    var output = [Float](repeating: 7, count: 6)
    let tooSmall = LogitsError.rowStrideTooSmall(rowStride: 2, classes: 3)
    #expect(throws: tooSmall) {
      try softmax(
        logits, shape: shape, into: output.mutableSpan, outputRowStride: 2)
    }
    #expect(throws: tooSmall) {
      try crossEntropy(
        logits, targetProbabilities: logits, targetRowStride: 2, shape: shape)
    }
    #expect(throws: tooSmall) {
      try softmaxGradient(
        logits, inPlace: output.mutableSpan, upstreamRowStride: 2, shape: shape)
    }
    #expect(throws: tooSmall) {
      try klDivergence(logits, from: logits, otherRowStride: 2, shape: shape)
    }
    func mismatch(_ buffer: LogitsError.Buffer) -> LogitsError {
      .sizeMismatch(buffer, expected: 7...8, actual: 6)
    }
    #expect(throws: mismatch(.otherLogits)) {
      try klDivergence(logits, from: logits, otherRowStride: 4, shape: shape)
    }
    #expect(throws: mismatch(.gradient)) {
      try softmaxGradient(
        logits, upstream: logits, shape: shape, into: output.mutableSpan,
        gradientRowStride: 4)
    }
    #expect(output == [Float](repeating: 7, count: 6))
  }

  @Test(arguments: [0, 3, 5, 7])
  func targetsOfProbabilities(_ count: Int) {
    let targets = [Float](repeating: 0.5, count: count)
    #expect(
      throws: LogitsError.sizeMismatch(
        .targetProbabilities, expected: 6...6, actual: count)
    ) {
      try crossEntropy(
        probabilities: logits, targetProbabilities: targets, shape: shape)
    }
  }

  @Test func targets() {
    func expect<Index: ClassIndex>(
      _ targets: [Index], _ error: LogitsError,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      var output = [Float](repeating: 7, count: 6)
      #expect(throws: error, sourceLocation: sourceLocation) {
        try crossEntropy(logits, targets: targets, shape: shape)
      }
      #expect(throws: error, sourceLocation: sourceLocation) {
        try CrossEntropy().gradient(
          inPlace: output.mutableSpan, targets: targets, shape: shape)
      }
      #expect(throws: error, sourceLocation: sourceLocation) {
        try crossEntropy(probabilities: logits, targets: targets, shape: shape)
      }
      #expect(output == [Float](repeating: 7, count: 6))
    }
    func outOfRange(_ row: Int, _ value: Int128) -> LogitsError {
      .targetOutOfRange(row: row, value: value, classes: 3)
    }
    expect([0, 3], outOfRange(1, 3))
    expect([3, 5], outOfRange(0, 3))
    expect([0, -1], outOfRange(1, -1))
    expect([0, Int.min], outOfRange(1, Int128(Int.min)))
    expect([0, Int8.min], outOfRange(1, -128))
    expect([0, 255] as [UInt8], outOfRange(1, 255))
    expect([UInt64.max, 0], outOfRange(0, Int128(UInt64.max)))
    expect([0, UInt16(3)], outOfRange(1, 3))
    expect([1 << 40, 0] as [Int64], outOfRange(0, 1 << 40))
    expect([1], .sizeMismatch(.targets, expected: 2...2, actual: 1))
    expect([0, 0, 0], .sizeMismatch(.targets, expected: 2...2, actual: 3))
  }

  /// A type too narrow for the number of classes can hold no class too many.
  @Test func narrowTargetTypes() throws {
    let wide = [Float](repeating: 0, count: 300)
    #expect(try crossEntropy(wide, targets: [255] as [UInt8]).isFinite)
    #expect(try crossEntropy(wide, targets: [127] as [Int8]).isFinite)
    #expect(
      throws: LogitsError.targetOutOfRange(row: 0, value: -1, classes: 300)
    ) { try crossEntropy(wide, targets: [-1] as [Int8]) }
  }

  @Test func executions() {
    #expect(throws: LogitsError.invalidThreads(0)) {
      try softmax(logits, execution: Execution(threads: 0))
    }
    for set in InstructionSet.allCases
    where !InstructionSet.available.contains(set) {
      #expect(throws: LogitsError.instructionSetUnavailable(set)) {
        try softmax(logits, execution: Execution(instructionSet: set))
      }
    }
  }
}
