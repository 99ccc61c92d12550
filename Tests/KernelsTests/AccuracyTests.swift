import Foundation
import TestSupport
import Testing
import KernelTypes

/// exp and log in ulps, through the tables of every instruction set that this
/// processor has.
///
/// At a sample of points; `make sweep` looks at all Floats and at 10^8 Doubles,
/// and prints what it finds.
@Suite(.serialized) struct AccuracyTests {
  private static let isFull =
    ProcessInfo.processInfo.environment["LOGITS_SWEEP"] == "full"
  private let step = isFull ? 1 : 1009
  private let count = isFull ? 100_000_000 : 1_000_000

  private static let hasWiderType =
    Double.Wide.significandBitCount > Double.significandBitCount
  private static let needsWiderType: Comment =
    "There is no type wider than Double to compare with."

  /// Those that end within a vector, and those that are swept side by side; the
  /// latter are looked at more thinly.
  private static let rows = [
    (name: "long rows", classes: 131, step: 1),
    (name: "short rows", classes: 13, step: 11),
  ]

  @Test(arguments: TestTable.available)
  func floatExponential(_ table: TestTable) {
    // From there on to 0 it is 1, for three quarters of all numbers.
    let middle: Float = -0x1p-25
    let least = Float.leastExponent
    for rows in Self.rows {
      let exponential = TableFunction.exponential(
        table.float, classes: rows.classes)
      expect(
        exponential.accuracy(
          at: .range(from: middle, through: least, by: step * rows.step)),
        table, "exp, Float", rows.name)
      expect(
        exponential.accuracy(
          at: .range(from: -0.0, through: middle, by: step * rows.step)),
        table, "exp, Float, near 0", rows.name)
      expect(
        exponential.accuracy(at: .notNumbers(by: step * rows.step)),
        table, "exp, Float, NaN", rows.name, limit: 0)

      let zero = TableFunction.exponential(
        table.float, classes: rows.classes, exact: { _ in 0 })
      expect(
        zero.accuracy(
          at: .range(
            from: least.nextDown, through: -.infinity, by: step * rows.step)),
        table, "exp, Float, below", rows.name, limit: 0)
    }
  }

  @Test(
    .enabled(if: hasWiderType, needsWiderType), arguments: TestTable.available)
  func doubleExponential(_ table: TestTable) {
    for rows in Self.rows {
      let exponential = TableFunction.exponential(
        table.double, classes: rows.classes)
      expect(
        exponential.accuracy(at: .exponents(count / rows.step)),
        table, "exp, Double", rows.name)

      let zero = TableFunction.exponential(
        table.double, classes: rows.classes, exact: { _ in 0 })
      expect(
        zero.accuracy(at: .belowExponents(count / rows.step)),
        table, "exp, Double, below", rows.name, limit: 0)
    }
  }

  @Test(
    .enabled(if: hasWiderType, needsWiderType), arguments: TestTable.available)
  func doubleLogarithm(_ table: TestTable) {
    let logarithm = TableFunction.logarithm(table.double)
    expect(
      logarithm.accuracy(at: .positiveNumbers(count)), table, "log, Double")
  }

  @Test(
    .enabled(if: hasWiderType, needsWiderType), arguments: TestTable.available)
  func doubleLogarithmOfOnePlus(_ table: TestTable) {
    let logarithm = TableFunction.logarithmOfOnePlus(table.double)
    expect(
      logarithm.accuracy(at: .positiveNumbers(count)), table,
      "log(1 + x), Double")
  }

  @Test(
    .enabled(if: hasWiderType, needsWiderType), arguments: TestTable.available)
  func floatLogarithmOfOnePlus(_ table: TestTable) {
    let logarithm = TableFunction.logarithmOfOnePlus(table.float)
    expect(
      logarithm.accuracy(at: .positiveNumbers(count)), table,
      "log(1 + x), Float", limit: 2.1)
  }

  /// Below them, exp has no normal result.
  @Test func leastExponents() {
    let float = exp(Double(Float.leastExponent))
    let double = exp(Double.leastExponent)
    #expect(1..<1.01 ~= float / Double(Float.leastNormalMagnitude))
    #expect(1..<1.01 ~= double / .leastNormalMagnitude)
  }

  private func expect(
    _ accuracy: Accuracy, _ table: TestTable, _ function: String,
    _ rows: String = "", limit: Double = 1
  ) {
    #expect(
      accuracy.largestError <= limit,
      "\(function), \(rows): \(accuracy.largestError) at \(accuracy.argument)")
    guard Self.isFull else { return }
    let names = zip([table.description, function, rows], [10, 20, 11])
      .map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
    let figures = String(
      format: "%10d points, max %.4f ulp at % .8e, mean %.4f\n",
      accuracy.points, accuracy.largestError, accuracy.argument,
      accuracy.meanError)
    // At once, where `print` would wait for a full buffer.
    FileHandle.standardOutput.write(Data((names.joined() + figures).utf8))
  }
}

// The logarithms of the smallest normal numbers: below them exp is 0.
extension Float {
  static let leastExponent: Float = -87.33
}
extension Double {
  static let leastExponent = -708.39
}
