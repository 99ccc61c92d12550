import Logits
import TestSupport
import Testing

/// Expects the results of one thread with these numbers of threads.
func expectTheSame<Results: Equatable>(
  with threads: [Int], _ table: Execution, name: Comment? = nil,
  _ results: (Execution) throws -> Results
) throws {
  var execution = table
  execution.threads = 1
  let expected = try results(execution)
  for count in threads {
    execution.threads = count
    #expect(try results(execution) == expected, name)
  }
}

/// The same bits from every operation, with any number of threads, in place or
/// not, into the caller's buffers or new arrays.
///
/// `GuardedMemoryTests` has any address, `LoadTests` many callers.
@Suite(.serialized) struct DeterminismTests: RowSuite {
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
    let isNewest = table.instructionSet == Execution.tables.last?.instructionSet
    return (0..<(isNewest ? 100 : 4)).map { [2, 3, 8, 1][$0 % 4] }
  }

  @Test(arguments: Execution.tables, shapes)
  func anyNumberOfThreads(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    func memory<Logit: TestLogit>() throws -> RowMemory<Logit> {
      try RowMemory(
        OperationBatch(samples: shape.samples, classes: shape.classes))
    }
    try check(RowOperations<Float>.allVaried, memory(), table)
    guard shape.classes == 1_000 else { return }
    try check(RowOperations<Double>.allVaried, memory(), table)
    try check(RowOperations<BFloat16>.ofAnyLogitsVaried, memory(), table)
  }

  @Test(arguments: Execution.tables, layers)
  func anyNumberOfThreads(_ table: Execution, _ shape: LinearShape) throws {
    try check(
      LayerOperations<Float>.allVaried, LayerMemory<Float>(shape), table)
    guard Soak.isOn else { return }
    try check(
      LayerOperations<Double>.allVaried, LayerMemory<Double>(shape), table)
  }

  /// Layers of several blocks, with work for several threads, some of whose
  /// samples are ignored.
  @Test(
    arguments: Execution.tables,
    [(700, 100, 900), (1500, 40, 700), (300, 20, 5000)].map {
      LinearShape(samples: $0, features: $1, classes: $2)
    })
  func layersOfSeveralBlocks(_ table: Execution, _ shape: LinearShape) throws {
    let memory = try LayerMemory<Float>(shape)
    memory.criterion = CrossEntropy(
      ignoreIndex: Int(memory.targets[9]), labelSmoothing: 0.1)
    for blockBytes in [1 << 20, 64 << 20] {
      memory.workspace = LinearWorkspace(memory: blockBytes)
      for operation in LayerOperations<Float>.all {
        try expectTheSame(with: [2, 3, 8], table, name: "\(operation.name)") {
          try memory.digest(of: operation, $0)
        }
      }
    }
  }

  private func check<Memory>(
    _ operations: [TestOperation<Memory>], _ memory: Memory, _ table: Execution
  ) throws {
    for operation in operations {
      try expectTheSame(
        with: Self.threads(table), table, name: "\(operation.name)"
      ) { try memory.digest(of: operation, $0) }
    }
  }

  @Test(
    arguments: Execution.tables,
    Shapes.all + Shapes.classes.map { (5, $0) }
      + [1, 3, 10, 33, 100, 129, 1_000, 5_000].map { (19, $0) })
  func inPlaceOrNot(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    try checkAll(shape, table)
  }

  /// Each form gives the results of the one that writes into other buffers, also
  /// from logits whose powers overflow unless the maximum is subtracted.
  func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row],
    _ shape: (samples: Int, classes: Int), _ table: Execution
  ) throws {
    for range in [-9...9, Logit.Scalar.overflowing] {
      let memory = try RowMemory(
        OperationBatch<Logit>(
          samples: shape.samples, classes: shape.classes, logits: range),
        .init(place: .afterPage(gap: 1), gaps: (1, 0, 2)))
      for operation in operations {
        let suffix = operation.isInPlace ? ", in place" : ", new"
        guard operation.name.hasSuffix(suffix) else { continue }
        let twin = try #require(
          operations.first { $0.name + suffix == operation.name })
        let expected = try memory.results(of: twin, table)
        #expect(
          try memory.results(of: operation, table) == expected
            && memory.surroundingsAreUntouched, "\(operation.name), \(range)")
      }
    }
  }
}
