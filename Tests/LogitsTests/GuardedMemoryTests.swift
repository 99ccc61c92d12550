import Logits
import TestSupport
import Testing

/// Operations on memory that ends or begins at an unreadable page: nothing
/// around the buffers is read, nothing but the results is written, and the
/// results are those of ordinary memory, bit for bit.
@Suite struct GuardedMemoryTests {
  /// All lengths of short rows' edges, and those around what long ones are cut
  /// into.
  static let classes =
    Soak.isOn
    ? Array(1...1025)
    : Array(1...36) + [63, 64, 65, 70, 100]
      + [127, 128, 129, 191, 255, 256, 257, 511, 513, 1000, 1023, 1024, 1025]

  @Test(arguments: Execution.tables)
  func atAnUnreadablePageOfFloats(_ table: Execution) throws {
    try atAnUnreadablePage(RowOperations<Float>.allVaried, table)
  }

  @Test(arguments: Execution.tables)
  func atAnUnreadablePageOfDoubles(_ table: Execution) throws {
    try atAnUnreadablePage(RowOperations<Double>.allVaried, table)
  }

  @Test(arguments: Execution.tables)
  func atAnUnreadablePageOfHalfPrecision(_ table: Execution) throws {
    try atAnUnreadablePage(RowOperations<BFloat16>.ofAnyLogitsVaried, table)
    #if !(os(macOS) && arch(x86_64))
    try atAnUnreadablePage(RowOperations<Float16>.ofAnyLogitsVaried, table)
    #endif
  }

  private func atAnUnreadablePage<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ table: Execution
  ) throws {
    for classes in Self.classes {
      // A group of short rows made columns, and some that are left.
      for samples in classes < 130 ? [1, 19] : [3] {
        let layouts = [BufferPlace.beforePage(gap: 0), .afterPage(gap: 0)].map {
          RowMemory<Logit>.Layout(place: $0)
        }
        try check(
          operations, OperationBatch(samples: samples, classes: classes),
          layouts, table)
      }
    }
  }

  /// Every distance of the first element from an address that is a multiple of
  /// 64, with odd distances between the rows.
  @Test(arguments: Execution.tables, [1, 3, 9, 10, 16, 33, 128, 129, 700])
  func anyAlignmentAndRowStride(_ table: Execution, _ classes: Int) throws {
    try anyAlignment(RowOperations<Float>.allVaried, classes, table)
    try anyAlignment(RowOperations<Double>.allVaried, classes, table)
    try anyAlignment(RowOperations<BFloat16>.ofAnyLogitsVaried, classes, table)
    #if !(os(macOS) && arch(x86_64))
    try anyAlignment(RowOperations<Float16>.ofAnyLogitsVaried, classes, table)
    #endif
  }

  private func anyAlignment<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ classes: Int, _ table: Execution
  ) throws {
    let alignments = 64 / MemoryLayout<Logit>.stride
    let layouts = (0..<alignments).map { gap in
      RowMemory<Logit>.Layout(
        place: .afterPage(gap: gap),
        gaps: [(1, 3, 5), (7, 1, 0), (0, 5, 1)][gap % 3])
    }
    try check(
      operations, OperationBatch(samples: 5, classes: classes), layouts, table)
  }

  private func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ batch: OperationBatch<Logit>,
    _ layouts: [RowMemory<Logit>.Layout], _ table: Execution
  ) throws {
    try expectTheSame(
      operations, RowMemory(batch),
      layouts.map {
        ("\(batch.classes) classes, \($0)", try RowMemory(batch, $0))
      }, table)
  }
}

/// Expects of operations on some memories what they do on an ordinary one, and
/// that they write only their results.
func expectTheSame<Memory>(
  _ operations: [TestOperation<Memory>], _ ordinary: Memory,
  _ memories: [(name: String, Memory)], _ table: Execution
) throws {
  let expected = try operations.map { try ordinary.results(of: $0, table) }
  for (name, memory) in memories {
    for (operation, expected) in zip(operations, expected) {
      let found = try memory.results(of: operation, table)
      #expect(
        found == expected && memory.surroundingsAreUntouched,
        "\(operation.name), \(name)")
    }
    #expect(memory.inputsAreUntouched)
  }
}
