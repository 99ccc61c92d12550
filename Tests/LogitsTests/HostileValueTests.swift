import Logits
import TestSupport
import Testing

/// Whatever numbers a row holds, the results of all other rows keep their bits.
@Suite struct HostileValueTests: RowSuite {
  static let classes = [1, 2, 7, 16, 17, 33, 100, 129, 1000]

  @Test(arguments: Execution.tables, classes)
  func aPoisonedRowLeavesTheOthersAlone(
    _ table: Execution, _ classes: Int
  ) throws {
    try checkAll(classes, table)
  }

  func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ classes: Int,
    _ table: Execution
  ) throws {
    let batch = OperationBatch<Logit>(samples: 19, classes: classes)
    let healthy = try RowMemory(batch)
    let expected = try operations.map { try healthy.results(of: $0, table) }
    for (row, poison) in Self.poisonings(batch.samples, Logit.Scalar.self) {
      var poisoned = batch
      poisoned.logits[row][row * 5 % classes] = Logit(nearest: poison)
      let memory = try RowMemory(poisoned)
      for (operation, expected) in zip(operations, expected) {
        let found = try memory.results(of: operation, table)
        let changed = (0..<batch.samples).filter {
          $0 != row && found.row($0) != expected.row($0)
        }
        #expect(changed == [], "\(operation.name), \(poison) in row \(row)")
      }
    }
  }

  /// Each row with one of the values; in the long form, with each.
  private static func poisonings<Scalar: TestScalar>(
    _ rows: Int, _: Scalar.Type
  ) -> [(row: Int, poison: Scalar)] {
    let poisons: [Scalar] = [
      .signalingNaN, .nan, .infinity, -.infinity, -0.0,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, -.leastNormalMagnitude,
    ]
    return (0..<rows).flatMap { row in
      (Soak.isOn ? poisons : [poisons[row % poisons.count]]).map { (row, $0) }
    }
  }
}
