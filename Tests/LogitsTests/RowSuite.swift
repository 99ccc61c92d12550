import Logits
import TestSupport

/// A suite that checks something of all operations on rows.
protocol RowSuite {
  associatedtype Case

  func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ case: Case, _ table: Execution
  ) throws
}

extension RowSuite {
  /// Checks them with logits of each kind: computed with as they are, or not.
  func checkAll(_ case: Case, _ table: Execution) throws {
    try check(RowOperations<Float>.allVaried, `case`, table)
    try check(RowOperations<Double>.allVaried, `case`, table)
    try check(RowOperations<BFloat16>.ofAnyLogitsVaried, `case`, table)
  }
}
