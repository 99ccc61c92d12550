import Logits
import TestSupport
import Testing

/// Logits in half precision give the results of the Floats that they stand for.
@Suite struct HalfPrecisionTests {
  /// Shapes whose rows are widened as a tile, whole, and 2,048 at a time.
  private static let shapes = [
    (0, 3), (1, 1), (3, 7), (5000, 2), (70, 17), (40, 100), (33, 128),
    (3, 129), (37, 1000), (2, 2049), (3, 6149),
  ].flatMap { samples, classes in
    [0, 3].map {
      BatchShape(samples: samples, classes: classes, rowStride: classes + $0)
    }
  }

  @Test(arguments: Execution.tables, shapes)
  func bfloat16(_ table: Execution, _ shape: BatchShape) throws {
    try check(BFloat16.self, shape, table)
  }

  #if !(os(macOS) && arch(x86_64))
  @Test(arguments: Execution.tables, shapes)
  func float16(_ table: Execution, _ shape: BatchShape) throws {
    try check(Float16.self, shape, table)
  }
  #endif

  /// The same batch as halves and as Floats, for every operation.
  private func check<Half: TestLogit>(
    _: Half.Type, _ shape: BatchShape, _ table: Execution
  ) throws where Half.Scalar == Float {
    let batch = OperationBatch<Half>(
      samples: shape.samples, classes: shape.classes, seed: 3)
    let gap = shape.rowStride - shape.classes
    let halves = try RowMemory(batch, .init(gaps: (gap, 0, gap)))
    let floats = try RowMemory(
      OperationBatch<Float>(
        classes: batch.classes, logits: batch.logits.map { $0.map(\.scalar) },
        others: batch.others, targets: batch.targets),
      .init(gaps: (gap, 0, gap)))
    halves.sampleWeights = nil
    halves.upstreams = nil
    let weights = (0..<shape.classes).map { Double($0 % 5) / 4 }
    for criterion in [
      CrossEntropy(reduction: .sum),
      CrossEntropy(
        classWeights: weights, labelSmoothing: 0.1, reduction: .sum,
        zLoss: 0.01, softcap: 5, negativeInfinityRows: .zero),
    ] {
      halves.criterion = criterion
      floats.criterion = criterion
      for (half, float) in zip(
        RowOperations<Half>.ofAnyLogits, RowOperations<Float>.ofAnyLogits)
      {
        try check(half, halves, float, floats, table)
      }
    }
  }

  /// Matrices and predictions are the same bits.
  ///
  /// Losses may be summed in other segments, and those of halves are always
  /// summed by Swift.
  private func check<Half: TestLogit>(
    _ half: RowOperations<Half>.Row, _ halves: RowMemory<Half>,
    _ float: RowOperations<Float>.Row, _ floats: RowMemory<Float>,
    _ table: Execution
  ) throws where Half.Scalar == Float {
    let found = try halves.run(half, table)
    let expected = try floats.run(float, table)
    let classes = floats.shape.classes
    let bounds = Bounds<Float>(
      classes: classes, spread: 18, backend: table.backend)
    let sum = half.takes.contains(.targetProbabilities) ? Double(classes) : 2
    let name: Comment = "\(half.name)"
    #expect(halves.outputs == floats.outputs || !half.writesMatrix, name)
    #expect(Array(halves.predictions) == Array(floats.predictions), name)
    if half.writes.contains(.losses) || half.name.hasPrefix("logSumExp") {
      #expect(
        violations(Array(halves.numbers), floats.numbers.map { Double($0) }) {
          2 * bounds.loss(targetSum: sum) + abs($0)
        } == [], name)
    }
    if half.writes.contains(.gradient), half.returnsLoss,
      half.takes.contains(.targets)
    {
      #expect(found == expected || found.isNaN && expected.isNaN, name)
    }
    #expect(halves.surroundingsAreUntouched, name)
  }

  /// All 65,536 numbers, each a row of its own whose log Σ exp it is, in runs of
  /// several lengths: whole vectors, and what they leave over.
  @Test(arguments: Execution.tables, [1, 5, 16, 17, 35, 1 << 16])
  func everyNumber(_ table: Execution, _ length: Int) throws {
    func differences<Half: StoredLogit>(
      _ make: (UInt16) -> Half, _ expected: (UInt16) -> Float
    ) throws -> [UInt16] where Half.Scalar == Float {
      let all = (UInt16.min...UInt16.max).map(make)
      var found: [Float] = []
      for start in stride(from: 0, to: all.count, by: length) {
        let run = all[start..<min(start + length, all.count)]
        let shape = BatchShape(samples: run.count, classes: 1)
        found += try logSumExp(run, shape.layout, execution: table)
      }
      return (UInt16.min...UInt16.max).filter {
        let (value, expected) = (found[Int($0)], expected($0))
        return value != expected && !(value.isNaN && expected.isNaN)
      }
    }
    #expect(
      try differences(BFloat16.init(bitPattern:)) {
        let value = Float(bitPattern: UInt32($0) << 16)
        #if arch(x86_64)
        return value.isSubnormal ? 0 : value
        #else
        return value
        #endif
      } == [])
    #if !(os(macOS) && arch(x86_64))
    #expect(
      try differences(Float16.init(bitPattern:)) {
        Float(Float16(bitPattern: $0))
      } == [])
    #endif
  }

  /// Every BFloat16 is its own nearest, and halves go to the even one.
  @Test func rounding() {
    for bits in UInt16.min...UInt16.max {
      let value = Float(BFloat16(bitPattern: bits))
      let rounded = BFloat16(value)
      if value.isNaN {
        #expect(Float(rounded).isNaN)
      } else {
        #expect(rounded.bitPattern == bits)
      }
    }
    func rounded(_ bits: UInt32) -> UInt16 {
      BFloat16(Float(bitPattern: bits)).bitPattern
    }
    #expect(rounded(0x3f80_7fff) == 0x3f80)
    #expect(rounded(0x3f80_8000) == 0x3f80)
    #expect(rounded(0x3f81_8000) == 0x3f82)
    #expect(rounded(0xbf80_8001) == 0xbf81)
    // The largest Float is nearer to infinity; a NaN of low bits stays NaN.
    #expect(rounded(0x7f7f_ffff) == 0x7f80)
    #expect(rounded(0x7f80_0001) == 0x7fc0)
  }

  /// Halves are half as long as what is written: no place is the same.
  @Test func overlap() throws {
    var memory = [Float](repeating: 0, count: 12)
    let shape = BatchShape(samples: 2, classes: 3)
    try memory.withUnsafeMutableBytes { bytes in
      let halves = UnsafeBufferPointer(
        rebasing: bytes.bindMemory(to: BFloat16.self)[..<6])
      let floats = bytes.bindMemory(to: Float.self)
      func written(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: floats[range])
      }
      for start in 0..<3 {
        var output = written(start..<start + 6)
        #expect(throws: LogitsError.overlap(.output, .logits)) {
          try softmax(halves, shape.layout, into: &output)
        }
        #expect(throws: LogitsError.overlap(.gradient, .logits)) {
          try CrossEntropy().loss(
            halves, shape.layout, targets: [0, 1],
            gradient: &output)
        }
        var losses = written(start..<start + 2)
        #expect(throws: LogitsError.overlap(.losses, .logits)) {
          try CrossEntropy().losses(
            halves, shape.layout, targets: [0, 1], into: &losses)
        }
      }
      var output = written(3..<9)
      try softmax(halves, shape.layout, into: &output)
    }
    #expect(
      throws: LogitsError.notWholeRows(.logits, count: 5, classes: 3, 3)
    ) {
      try argmax([BFloat16](repeating: BFloat16(1), count: 5), shape.layout)
    }
  }
}

extension TestOperation {
  /// Whether a result is as large as the logits.
  fileprivate var writesMatrix: Bool {
    writes.contains(.gradient) || name.lowercased().hasPrefix("softmax")
      || name.hasPrefix("logSoftmax")
  }
}
