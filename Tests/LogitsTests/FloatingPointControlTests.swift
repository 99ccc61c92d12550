import CProcessState
import Logits
import TestSupport
import Testing

/// A call leaves the caller's settings of floating-point arithmetic as they were.
@Suite struct FloatingPointControlTests: RowSuite {
  #if arch(x86_64)
  /// Rounding down, up and to zero; subnormal results, operands, both as 0.
  static let changes: [UInt64] = [
    0, 0x2000, 0x4000, 0x6000, 0x8000, 0x40, 0x8040, 0xe040,
  ]
  #else
  /// Rounding up, down and to zero; subnormal numbers as 0.
  static let changes: [UInt64] = [0, 1 << 22, 2 << 22, 3 << 22, 1 << 24]
  #endif

  /// With one class, short rows and long ones.
  @Test(arguments: Execution.tables, [(3, 1), (19, 10), (3, 300)])
  func operationsLeaveItAlone(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    try checkAll(shape, table)
  }

  func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row],
    _ shape: (samples: Int, classes: Int), _ table: Execution
  ) throws {
    let batch = OperationBatch<Logit>(
      samples: shape.samples, classes: shape.classes)
    try check(operations, RowMemory(batch), table)
  }

  @Test(arguments: Execution.tables)
  func linearOperationsLeaveItAlone(_ table: Execution) throws {
    let shape = LinearShape(samples: 70, features: 65, classes: 90)
    try check(
      LayerOperations<Float>.allVaried, LayerMemory<Float>(shape), table)
  }

  private func check<Memory>(
    _ operations: [TestOperation<Memory>], _ memory: Memory, _ table: Execution
  ) throws {
    for operation in operations {
      try expectItStays(operation.name) {
        _ = try operation.call(memory, table)
      }
    }
  }

  /// With each change of it.
  private func expectItStays(
    _ name: String, _ body: () throws -> Void
  ) throws {
    let before = floating_point_control()
    for change in Self.changes {
      let after = try withControl(before | change, body)
      #expect(after == before | change, "\(name), \(change)")
    }
  }

  /// What has become of the setting after `body`; then it is put back.
  private func withControl(
    _ control: UInt64, _ body: () throws -> Void
  ) rethrows -> UInt64 {
    let before = floating_point_control()
    defer { set_floating_point_control(before) }
    set_floating_point_control(control)
    try body()
    return floating_point_control()
  }
}
