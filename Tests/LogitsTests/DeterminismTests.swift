import Logits
import TestSupport
import Testing

/// The same bits of every operation, for any number of threads, and in place or
/// not.
///
/// At any address: see `GuardedMemoryTests`; by many callers: `LoadTests`.
@Suite(.serialized) struct DeterminismTests {
  /// Batches that eight threads have work for; in the short form, three.
  static let shapes = (Soak.isOn ? [10, 100, 1_000, 32_000] : [10, 1_000]).map {
    ((Soak.isOn ? 1 << 20 : 3 << 17) / $0 + 1, $0)
  }
  static let layers =
    [
      LinearShape(samples: 300, features: 200, classes: 700)
    ] + (Soak.isOn ? soakLayers : [])

  private static let soakLayers = [
    LinearShape(samples: 600, features: 30, classes: 1_000),
    LinearShape(samples: 900, features: 300, classes: 70),
  ]

  /// How many threads, run by run; the first of all runs has one.
  ///
  /// A hundred runs with the newest instructions: threads are the same with all.
  private static func threads(_ table: Execution) -> [Int] {
    guard Soak.isOn else { return [3, 8] }
    let isNewest = table.instructionSet == InstructionSet.available.last
    return (0..<(isNewest ? 100 : 4)).map { [2, 3, 8, 1][$0 % 4] }
  }

  @Test(arguments: Execution.tables, shapes)
  func anyNumberOfThreads(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    try check(Operation<Float>.all, shape, table)
    guard shape.classes == 1_000 else { return }
    try check(Operation<Double>.all, shape, table)
    try check(Operation<BFloat16>.ofAnyLogits, shape, table)
  }

  private func check<Logit: TestLogit>(
    _ operations: [Operation<Logit>], _ shape: (samples: Int, classes: Int),
    _ table: Execution
  ) throws {
    let memory = OperationMemory(
      OperationBatch<Logit>(samples: shape.samples, classes: shape.classes))
    for operation in operations {
      try expectTheSame(operation.name, table) {
        try memory.digest(operation, $0)
      }
    }
  }

  @Test(arguments: Execution.tables, layers)
  func anyNumberOfThreads(_ table: Execution, _ shape: LinearShape) throws {
    try check(LinearOperation<Float>.all, shape, table)
    guard Soak.isOn else { return }
    try check(LinearOperation<Double>.all, shape, table)
  }

  private func check<Scalar: TestScalar>(
    _ operations: [LinearOperation<Scalar>], _ shape: LinearShape,
    _ table: Execution
  ) throws {
    let memory = LinearMemory<Scalar>(shape)
    for operation in operations {
      try expectTheSame(operation.name, table) {
        try memory.digest(operation, $0)
      }
    }
  }

  private func expectTheSame(
    _ name: String, _ table: Execution, _ digest: (Execution) throws -> Int
  ) throws {
    var execution = table
    let expected = try digest(execution)
    for threads in Self.threads(table) {
      execution.threads = threads
      #expect(try digest(execution) == expected, "\(name), \(threads) threads")
    }
  }

  @Test(arguments: Execution.tables, [1, 3, 10, 33, 100, 129, 1_000, 5_000])
  func inPlaceOrNot(_ table: Execution, _ classes: Int) throws {
    try checkInPlace(Operation<Float>.all, classes, table)
    try checkInPlace(Operation<Double>.all, classes, table)
  }

  private func checkInPlace<Logit: TestLogit>(
    _ operations: [Operation<Logit>], _ classes: Int, _ table: Execution
  ) throws {
    let memory = OperationMemory(
      OperationBatch<Logit>(samples: 19, classes: classes))
    for inPlace in operations where inPlace.startsInOutput {
      let twin = try #require(
        operations.first { $0.name + ", in place" == inPlace.name })
      let expected = try memory.results(twin, table)
      #expect(try memory.results(inPlace, table) == expected, "\(twin.name)")
    }
  }
}
