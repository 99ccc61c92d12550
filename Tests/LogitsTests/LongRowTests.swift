import Logits
import TestSupport
import Testing

/// Rows that are summed in several segments, each relative to the largest
/// element so far.
@Suite struct LongRowTests {
  /// More than three segments of Float, six of Double.
  static let classes = 3 * 2048 + 5

  /// The loss and log Σ exp of one row.
  private func results<Scalar: TestScalar>(
    _ row: [Scalar], target: Int, _ table: Execution
  ) throws -> (loss: Double, logSumExp: Scalar) {
    (
      try CrossEntropy().loss(
        row, .oneRow, targets: [target], execution: table),
      try logSumExp(row, .oneRow, execution: table)[0]
    )
  }

  /// Elements that grow from segment to segment, fall, or have a peak anywhere.
  @Test(arguments: Execution.tables)
  func theMaximumMayBeAnywhere(_ table: Execution) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      var generator = SeededGenerator(seed: 11)
      let noise = (0..<Self.classes).map { _ in
        Scalar(Double.random(in: -1...1, using: &generator))
      }
      let slope = noise.indices.map { Scalar(Double($0) / 500) }
      var rows = [zip(noise, slope).map(+), zip(noise, slope).map(-)]
      for peak in [0, 2047, 2048, 4095, 4096, Self.classes - 1] {
        var row = noise
        row[peak] = 9
        rows.append(row)
      }
      for row in rows {
        let bounds = Bounds<Scalar>(
          classes: Self.classes, spread: 20, backend: table.backend)
        let found = try results(row, target: 3000, table)
        let loss = Oracle.crossEntropy(row, target: 3000)
        #expect(
          violations([Scalar(found.loss)], [loss]) { _ in bounds.loss } == [])
        let sum = Oracle.logSumExp(row)
        #expect(violations([found.logSumExp], [sum]) { _ in bounds.loss } == [])
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// −∞ adds nothing, in whichever segments; NaN among it is found.
  @Test(arguments: Execution.tables)
  func segmentsOfNegativeInfinity(_ table: Execution) throws {
    let nothing = [Float](repeating: -.infinity, count: Self.classes)
    for place in [0, 2047, 2048, 5000, Self.classes - 1] {
      var row = nothing
      row[place] = 3
      let one = try results(row, target: place, table)
      #expect(one.loss == 0)
      #expect(one.logSumExp == 3)
      for other in [1, 2100, 4200, Self.classes - 2] {
        row[other] = .nan
        let none = try results(row, target: place, table)
        #expect(none.loss.isNaN)
        #expect(none.logSumExp.isNaN)
        row[other] = -.infinity
      }
    }
    let empty = try results(nothing, target: 0, table)
    #expect(empty.loss.isNaN)
    #expect(empty.logSumExp == -.infinity)
  }

  /// With a softcap −∞ is a number, also where there is nothing else.
  @Test(arguments: Execution.tables)
  func softcapOfNegativeInfinity(_ table: Execution) throws {
    let criterion = CrossEntropy(softcap: 2)
    var row = [Double](repeating: -.infinity, count: Self.classes)
    let count = Double(Self.classes)
    func loss() throws -> Double {
      try criterion.loss(row, .oneRow, targets: [0], execution: table)
    }
    #expect(abs(try loss() - Double.log(count)) < 1e-12)
    row[Self.classes - 1] = .infinity
    let expected = Double.log(count - 1 + Double.exp(4))
    #expect(abs(try loss() - expected) < 1e-12)
  }
}
