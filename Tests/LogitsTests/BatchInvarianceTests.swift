import Logits
import TestSupport
import Testing

/// What is written for a sample depends on nothing but the sample: not on where
/// in the batch it is, nor on what the others are, nor on how many there are.
@Suite struct BatchInvarianceTests: RowSuite {
  static let classes =
    [1, 3, 10, 32, 33, 128, 129, 1000] + (Soak.isOn ? Array(34...127) : [])

  @Test(arguments: Execution.tables, classes)
  func anyPlaceInTheBatch(_ table: Execution, _ classes: Int) throws {
    try checkAll(classes, table)
  }

  func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ classes: Int,
    _ table: Execution
  ) throws {
    let all = Array(0..<77)
    let batch = OperationBatch<Logit>(samples: all.count, classes: classes)
    let whole = try RowMemory(batch)
    // The gradient of a mean depends on the sum of the weights.
    let operations = operations.filter {
      !($0.returnsLoss && $0.writes.contains(.gradient))
    }
    let expected = try operations.map { try whole.results(of: $0, table) }
    for part in Self.parts(all) {
      let memory = try RowMemory(batch.selecting(part))
      for (operation, expected) in zip(operations, expected) {
        let found = try memory.results(of: operation, table)
        let changed = part.indices.filter {
          found.row($0) != expected.row(part[$0])
        }
        #expect(changed == [], "\(operation.name), samples \(part)")
      }
    }
  }

  /// Rotations, and both parts of splits.
  private static func parts(_ all: [Int]) -> [[Int]] {
    let places = Soak.isOn ? Array(1..<all.count) : [1, 16, 33]
    return places.flatMap { place in
      let (first, last) = (Array(all[..<place]), Array(all[place...]))
      return [first, last, last + first]
    }
  }
}
