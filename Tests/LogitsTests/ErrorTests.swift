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
      (BatchShape(samples: 2, classes: 0), .noClasses(0)),
      (BatchShape(samples: 2, classes: -3), .noClasses(-3)),
      (
        BatchShape(samples: 2, classes: 3, rowStride: 2),
        .rowStrideTooSmall(rowStride: 2, classes: 3)
      ),
      (
        BatchShape(samples: 2, classes: 3, rowStride: -4),
        .rowStrideTooSmall(rowStride: -4, classes: 3)
      ),
      (
        BatchShape(samples: 2, classes: 4),
        .notWholeRows(.logits, count: 6, classes: 4, 4)
      ),
      (
        BatchShape(samples: 2, classes: 3, rowStride: 4),
        .notWholeRows(.logits, count: 6, classes: 3, 4)
      ),
      (
        BatchShape(samples: 1, classes: .max),
        .notWholeRows(.logits, count: 6, classes: .max, .max)
      ),
    ] as [(BatchShape, LogitsError)])
  func layouts(_ shape: BatchShape, _ error: LogitsError) throws {
    for operation in RowOperations<Float>.all
    where operation.takes.contains(.logits) {
      let memory = try RowMemory.small()
      memory.shape = shape
      if operation.isInPlace { memory.outputShape = shape }
      memory.expect(error, from: operation)
    }
  }

  @Test func planes() {
    for (layout, error) in [
      (.planes(classes: 2, positions: 0), .noPositions(0)),
      (.planes(classes: 0, positions: 2), .noClasses(0)),
      (
        .planes(classes: 2, positions: 2),
        .notWholePlanes(.logits, count: 6, classes: 2, positions: 2)
      ),
      (
        .planes(classes: .max, positions: 2),
        .sizeOverflow(samples: 2, rowStride: .max)
      ),
    ] as [(Layout, LogitsError)] {
      #expect(throws: error) { try softmax(logits, layout) }
    }
    #expect(throws: LogitsError.strideOfPlanes(3)) {
      var output = logits
      try softmax(
        logits, .planes(classes: 3, positions: 2), into: &output,
        outputStride: 3)
    }
  }

  @Test func emptyRows() {
    #expect(throws: LogitsError.noClasses(0)) {
      try softmax([] as [Float], .oneRow)
    }
    #expect(throws: LogitsError.noClasses(0)) {
      try argmax([] as [Double], .oneRow)
    }
    #expect(throws: LogitsError.noClasses(0)) {
      try softmaxGradient([] as [Float], .oneRow, upstream: [])
    }
    #expect(throws: LogitsError.noClasses(0)) {
      try klDivergence([] as [Float], .oneRow, from: [] as [Float])
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
      if !buffers.isDisjoint(with: [.probabilities, .logProbabilities]) {
        buffers.remove(.targetProbabilities)
      }
      for buffer in buffers {
        let count = elements(buffer, operation)
        for wrong in [0, count - 1, count + 1] {
          let memory = try RowMemory.small()
          memory.place(buffer, of: operation, count: wrong)
          try expect(buffer, wrong, of: count, operation, memory)
        }
      }
    }
  }

  /// Of the first buffer follows the number of samples: where it is empty, there
  /// are none, and others are too long.
  private func expect(
    _ buffer: LogitsError.Buffer, _ wrong: Int, of count: Int,
    _ operation: RowOperations<Float>.Row, _ memory: RowMemory<Float>
  ) throws {
    let decides: Set<LogitsError.Buffer> = [
      .logits, .probabilities, .logProbabilities,
    ]
    if !decides.contains(buffer) {
      memory.expect(
        .sizeMismatch(buffer, expected: count...count, actual: wrong),
        from: operation)
    } else if wrong > 0 {
      memory.expect(
        .notWholeRows(buffer, count: wrong, classes: 3, 3), from: operation)
    } else if operation.takes.count > 1 || operation.form == .buffers {
      let error = #expect(throws: LogitsError.self, "\(operation.name)") {
        try operation.call(memory, .automatic)
      }
      #expect(error?.code == .size)
    }
  }

  /// The elements of a buffer, for two samples of three classes.
  private func elements(
    _ buffer: LogitsError.Buffer, _ operation: RowOperations<Float>.Row
  ) -> Int {
    switch buffer {
    case .targets, .sampleWeights, .losses, .evaluations, .partials: 2
    case .upstream: operation.takesOptions ? 2 : 6
    case .output: operation.name.lowercased().contains("softmax") ? 6 : 2
    default: 6
    }
  }

  @Test func rowStrides() {
    var output = [Float](repeating: 7, count: 6)
    let tooSmall = LogitsError.rowStrideTooSmall(rowStride: 2, classes: 3)
    #expect(throws: tooSmall) {
      try softmax(logits, shape.layout, into: &output, outputStride: 2)
    }
    #expect(throws: tooSmall) {
      try CrossEntropy().loss(
        logits, shape.layout, targets: logits, targetStride: 2)
    }
    #expect(throws: tooSmall) {
      try softmaxGradient(
        logits, shape.layout, upstream: logits, upstreamStride: 2,
        into: &output)
    }
    #expect(throws: tooSmall) {
      try klDivergence(logits, shape.layout, from: logits, otherStride: 2)
    }
    func mismatch(_ buffer: LogitsError.Buffer) -> LogitsError {
      .sizeMismatch(buffer, expected: 7...8, actual: 6)
    }
    #expect(throws: mismatch(.otherLogits)) {
      try klDivergence(logits, shape.layout, from: logits, otherStride: 4)
    }
    #expect(throws: mismatch(.gradient)) {
      try softmaxGradient(
        logits, shape.layout, upstream: logits, into: &output, gradientStride: 4
      )
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
      try CrossEntropy(input: .probabilities).loss(
        logits, shape.layout, targets: targets)
    }
  }

  @Test func targets() {
    func expect<Index: ClassIndex>(
      _ targets: [Index], _ error: LogitsError,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      var output = [Float](repeating: 7, count: 6)
      #expect(throws: error, sourceLocation: sourceLocation) {
        try CrossEntropy().loss(logits, shape.layout, targets: targets)
      }
      #expect(throws: error, sourceLocation: sourceLocation) {
        try CrossEntropy().loss(
          gradientInPlace: &output, shape.layout, targets: targets)
      }
      #expect(throws: error, sourceLocation: sourceLocation) {
        try CrossEntropy(input: .probabilities).loss(
          logits, shape.layout, targets: targets)
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
    #expect(
      try CrossEntropy().loss(wide, .oneRow, targets: [255] as [UInt8]).isFinite
    )
    #expect(
      try CrossEntropy().loss(wide, .oneRow, targets: [127] as [Int8]).isFinite)
    #expect(
      throws: LogitsError.targetOutOfRange(row: 0, value: -1, classes: 300)
    ) { try CrossEntropy().loss(wide, .oneRow, targets: [-1] as [Int8]) }
  }

  @Test func executions() {
    #expect(throws: LogitsError.invalidThreads(0)) {
      try softmax(logits, .oneRow, execution: Execution(threads: 0))
    }
    for set in InstructionSet.allCases
    where !InstructionSet.available.contains(set) {
      #expect(throws: LogitsError.instructionSetUnavailable(set)) {
        try softmax(logits, .oneRow, execution: Execution(instructionSet: set))
      }
    }
  }
}
