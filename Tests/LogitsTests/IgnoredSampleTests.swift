import Logits
import TestSupport
import Testing

/// Samples that are ignored are not there: whatever their rows hold.
@Suite struct IgnoredSampleTests {
  static let classes = [1, 2, 16, 17, 33, 300]
  /// Samples in runs, alone, at both ends of a tile and of the batch.
  static let ignored: Set = [0, 1, 2, 5, 7, 30, 31, 32, 33, 49, 50]
  static let samples = 51

  /// Calls with random options whose ignored samples have this index.
  private func calls<Scalar: TestScalar>(
    _: Scalar.Type, _ table: Execution, _ classes: Int, ignoring index: Int
  ) -> [LossCall<Scalar>] {
    var generator = SeededGenerator(seed: 9)
    return (0..<4).map { i in
      var call = LossCall<Scalar>(
        samples: Self.samples, classes: classes, soft: false, weighted: i > 1,
        table, &generator)
      if i % 2 == 1 { call.options.randomize(&generator) }
      call.options.ignoreIndex = index
      if case .classes(let targets) = call.targets {
        call.targets = .classes(
          targets.enumerated().map {
            // A class that is ignored is no other sample's.
            Self.ignored.contains($0.offset)
              ? index : $0.element == index ? classes - 1 : $0.element
          })
      }
      return call
    }
  }

  private var counted: [Int] {
    (0..<Self.samples).filter { !Self.ignored.contains($0) }
  }

  @Test(arguments: Execution.tables, classes)
  func theOthersAreAsWithoutThem(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type, ignoring: Int) throws {
      for call in calls(Scalar.self, table, classes, ignoring: ignoring) {
        let rest = call.selecting(counted)
        let (found, expected) = (try call.bySample(), try rest.bySample())
        #expect(counted.map { found.losses[$0] } == expected.losses)
        #expect(counted.map { found.gradient[$0] } == expected.gradient)
        for sample in Self.ignored {
          #expect(found.losses[sample] == 0)
          #expect(found.gradient[sample].allSatisfy { $0 == 0 })
        }
        // A sum is added in another order, in Double; no loss is negative.
        let sum = try rest.loss(.sum)
        let roundings = Double(Self.samples) * Double.ulpOfOne
        #expect(try abs(call.loss(.sum) - sum) <= roundings * sum)
        for divisor in [Divisor.weights, .samples, .value(3)] {
          let mean = try rest.loss(.mean, divisor: divisor)
          let found = try call.loss(.mean, divisor: divisor)
          #expect(
            abs(found - mean) <= roundings * mean
              || (found.isNaN && mean.isNaN))
        }
      }
    }
    try check(Float.self, ignoring: -100)
    try check(Double.self, ignoring: -100)
    try check(Float.self, ignoring: classes + 3)
    // An index that is a class.
    guard classes > 1 else { return }
    try check(Float.self, ignoring: 0)
    try check(Double.self, ignoring: classes / 2)
  }

  /// By any method, in rows with gaps.
  @Test(arguments: Execution.tables, classes)
  func nothingOfTheirRowsIsRead(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for call in calls(Scalar.self, table, classes, ignoring: -100) {
        let expected = try results(call)
        for poison in [Scalar.nan, .infinity, -.infinity, .signalingNaN] {
          var poisoned = call
          for sample in Self.ignored {
            poisoned.rows[sample] = Array(repeating: poison, count: classes)
          }
          #expect(try results(poisoned) == expected)
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  private func results<Scalar: TestScalar>(
    _ call: LossCall<Scalar>
  ) throws -> [OperationResults] {
    let memory = try call.memory(
      .init(place: .afterPage(gap: 1), gaps: (3, 0, 3)))
    return try RowOperations<Scalar>.all.filter {
      $0.takesOptions && $0.takes.contains(.targets)
    }.map { operation in
      let results = try memory.results(of: operation, call.table)
      #expect(memory.surroundingsAreUntouched)
      if operation.writes.contains(.gradient) {
        for sample in Self.ignored {
          #expect(memory.outputs[sample].allSatisfy { $0 == 0 })
        }
      }
      return results
    }
  }

  @Test(arguments: Execution.tables)
  func everyIntegerType(_ table: Execution) throws {
    let logits: [Double] = [1, 2, 3, .nan, 1, 2, 0, 5, 1]
    let shape = BatchShape(samples: 3, classes: 3)
    let expected = try CrossEntropy().loss(
      [1, 2, 3, 0, 5, 1] as [Double], .rows(of: 3), targets: [2, 0],
      execution: table)
    func check<Index: ClassIndex>(_ index: Index) throws {
      let options = CrossEntropy(ignoreIndex: Int(index))
      let targets: [Index] = [2, index, 0]
      #expect(
        try options.loss(
          logits, shape.layout, targets: targets, execution: table)
          == expected)
      // One that is ignored elsewhere is no class here.
      let others = CrossEntropy(ignoreIndex: 17)
      #expect(
        throws: LogitsError.targetOutOfRange(
          row: 1, value: Int128(index), classes: 3)
      ) {
        try others.loss(
          logits, shape.layout, targets: targets, execution: table)
      }
    }
    func checkEnds<Index: ClassIndex>(_: Index.Type) throws {
      try check(Index(clamping: Int.max))
      try check(Index(clamping: Int8.max))
      if Index.isSigned {
        try check(Index.min)
        try check(-100 as Index)
        try check(-1 as Index)
      }
    }
    try check(255 as UInt8)
    for type in ClassIndices.types { try checkEnds(type) }
  }

  /// −100 has the bits of these, and is not what they hold.
  @Test func largeUnsignedNumbersAreNoNegativeIndex() throws {
    let options = CrossEntropy(ignoreIndex: -100)
    func check<Index: ClassIndex>(_ index: Index) throws {
      #expect(
        throws: LogitsError.targetOutOfRange(
          row: 0, value: Int128(index), classes: 3)
      ) { try options.loss([1, 2, 3] as [Float], .oneRow, targets: [index]) }
    }
    try check(UInt8.max - 99)
    try check(UInt16.max - 99)
    try check(UInt32.max - 99)
    try check(UInt64.max - 99)
    try check(UInt.max - 99)
  }
}
