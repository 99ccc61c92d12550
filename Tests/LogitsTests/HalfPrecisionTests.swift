import Logits
import TestSupport
import Testing

/// Logits in half precision are the Floats that they stand for: what is made of
/// them is compared with what is made of those.
@Suite struct HalfPrecisionTests {
  /// Shapes whose rows are widened as a tile, whole, and in pieces of 2,048.
  private static let shapes = [
    (0, 3), (1, 1), (3, 7), (5000, 2), (70, 17), (40, 100), (33, 128),
    (3, 129), (37, 1000), (2, 2049), (3, 6149),
  ].flatMap { samples, classes in
    [0, 3].map {
      BatchShape(samples: samples, classes: classes, rowStride: classes + $0)
    }
  }

  /// The same batch in half precision and as Floats.
  private struct Twins<Half: StoredLogit> where Half.Scalar == Float {
    let halves: [Half]
    let floats: [Float]
    let targets: [Int]
    let y: [Float]
    let shape: BatchShape

    init(
      _ shape: BatchShape, _ narrow: (Float) -> Half,
      _ widen: (Half) -> Float
    ) {
      var generator = SeededGenerator(seed: 3)
      self.shape = shape
      let count = shape.samples * shape.rowStride
      halves = (0..<count).map { _ in
        narrow(Float.random(in: -9...9, using: &generator))
      }
      floats = halves.map(widen)
      targets = (0..<shape.samples).map { $0 * 7 % shape.classes }
      y = (0..<shape.samples * shape.classes).map { _ in
        Float.random(in: 0...1, using: &generator)
      }
    }
  }

  @Test(arguments: Execution.tables, shapes)
  func bfloat16(_ table: Execution, _ shape: BatchShape) throws {
    try check(Twins(shape, BFloat16.init(_:)) { Float($0) }, table)
  }

  #if !(os(macOS) && arch(x86_64))
  @Test(arguments: Execution.tables, shapes)
  func float16(_ table: Execution, _ shape: BatchShape) throws {
    try check(Twins(shape, Float16.init(_:)) { Float($0) }, table)
  }
  #endif

  private func check<Half: StoredLogit>(
    _ twins: Twins<Half>, _ table: Execution
  ) throws where Half.Scalar == Float {
    let (halves, floats, shape) = (twins.halves, twins.floats, twins.shape)
    #expect(
      try softmax(halves, shape: shape, execution: table)
        == softmax(floats, shape: shape, execution: table))
    #expect(
      try logSoftmax(halves, shape: shape, execution: table)
        == logSoftmax(floats, shape: shape, execution: table))
    #expect(
      try argmax(halves, shape: shape, execution: table)
        == argmax(floats, shape: shape, execution: table))

    let weights = (0..<shape.classes).map { Double($0 % 5) / 4 }
    for criterion in [
      try CrossEntropy(reduction: .sum),
      try CrossEntropy(
        classWeights: weights, labelSmoothing: 0.1, reduction: .sum,
        zLoss: 0.01, softcap: 5, negativeInfinityRows: .zero),
    ] {
      try checkLosses(twins, criterion, table)
    }
  }

  /// Gradients are the same bits.
  ///
  /// Losses may be summed in other pieces, and those of halves are always summed
  /// by Swift.
  private func checkLosses<Half: StoredLogit>(
    _ twins: Twins<Half>, _ criterion: CrossEntropy, _ table: Execution
  ) throws where Half.Scalar == Float {
    let (halves, floats, shape) = (twins.halves, twins.floats, twins.shape)
    let bounds = Bounds<Float>(
      classes: shape.classes, spread: 18, backend: table.backend)
    func near(_ losses: [Float], _ others: [Float], sum: Double) -> [String] {
      violations(losses, others.map(Double.init)) { _ in
        2 * bounds.loss(targetSum: sum)
      }
    }
    let classes = Double(shape.classes)
    #expect(
      near(
        try criterion.losses(
          halves, targets: twins.targets, shape: shape, execution: table),
        try criterion.losses(
          floats, targets: twins.targets, shape: shape, execution: table),
        sum: 2) == [])
    #expect(
      near(
        try criterion.losses(
          halves, targetProbabilities: twins.y, shape: shape,
          execution: table),
        try criterion.losses(
          floats, targetProbabilities: twins.y, shape: shape,
          execution: table),
        sum: classes) == [])

    // What lies between the rows stays as it is.
    var slopes = [Float](repeating: 7, count: floats.count)
    var expected = slopes
    let loss = try criterion.gradient(
      halves, targets: twins.targets, shape: shape, into: slopes.mutableSpan,
      execution: table)
    let other = try criterion.gradient(
      floats, targets: twins.targets, shape: shape, into: expected.mutableSpan,
      execution: table)
    #expect(slopes == expected)
    #expect(loss == other)
    try criterion.gradient(
      halves, targetProbabilities: twins.y, shape: shape,
      into: slopes.mutableSpan, execution: table)
    try criterion.gradient(
      floats, targetProbabilities: twins.y, shape: shape,
      into: expected.mutableSpan, execution: table)
    #expect(slopes == expected)
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
        found += try logSumExp(run, shape: shape, execution: table)
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
        #expect(throws: LogitsError.overlap(.output, .logits)) {
          try softmax(halves, shape: shape, into: written(start..<start + 6))
        }
        #expect(throws: LogitsError.overlap(.gradient, .logits)) {
          try CrossEntropy().gradient(
            halves, targets: [0, 1], shape: shape,
            into: written(start..<start + 6))
        }
        #expect(throws: LogitsError.overlap(.losses, .logits)) {
          try CrossEntropy().losses(
            halves, targets: [0, 1], shape: shape,
            into: written(start..<start + 2))
        }
      }
      try softmax(halves, shape: shape, into: written(3..<9))
    }
    #expect(
      throws: LogitsError.sizeMismatch(.logits, expected: 6...6, actual: 5)
    ) {
      try argmax([BFloat16](repeating: BFloat16(1), count: 5), shape: shape)
    }
  }
}
