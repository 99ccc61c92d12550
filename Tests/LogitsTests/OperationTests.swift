import Logits
import TestSupport
import Testing

/// Whether the list of operations describes each correctly.
@Suite struct OperationTests {
  @Test func writeWhatTheySay() throws {
    for operation in RowOperations<Float>.all {
      try check(operation, RowMemory.small())
    }
    let shape = LinearShape(samples: 2, features: 4, classes: 3)
    for operation in LayerOperations<Float>.all {
      try check(operation, LayerMemory<Float>(shape))
    }
  }

  private func check<Memory>(
    _ operation: TestOperation<Memory>, _ memory: Memory
  ) throws {
    memory.clear(for: operation)
    let before = memory.resultBytes
    let loss = try operation.call(memory, .automatic)
    let written = zip(before, memory.resultBytes).count { $0 != $1 }
    #expect(written == operation.writes.count, "\(operation.name)")
    #expect(operation.returnsLoss == (loss != 0), "\(operation.name)")
    #expect(memory.inputsAreUntouched)
  }

  /// Without samples nothing is written.
  @Test func takeNoSamples() throws {
    let memory = try RowMemory(OperationBatch<Float>(samples: 0, classes: 3))
    for operation in RowOperations<Float>.all {
      #expect(throws: Never.self, "\(operation.name)") {
        try memory.run(operation, .automatic)
      }
    }
  }

  /// Every function of logits.h is one of them.
  @Test func functionsOfC() {
    let functions =
      RowOperations<Float>.all.compactMap(\.c)
      + LayerOperations<Float>.all.compactMap(\.c)
    // Those over merged results have no rows of their own: see PartialTests.
    #expect(
      Set(functions).union([.partialLosses, .partialGradient])
        == Set(CFunction.allCases))
  }
}
