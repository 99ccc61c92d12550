import Logits
import TestSupport
import Testing

/// NaN, infinities and vanishing powers, in rows short and long: each stays in
/// its own row, and the others keep their bits.
@Suite struct SpecialValueTests {
  static let classes = [1, 2, 7, 15, 16, 17, 33, 100, 1000]

  /// The results of all operations on a batch, row by row.
  private func results(
    _ rows: [[Float]], _ table: Execution
  ) throws -> [[[Float]]] {
    let classes = rows[0].count
    let memory = try RowMemory(
      OperationBatch(
        classes: classes, logits: rows,
        targets: rows.map { _ in Int32(classes - 1) }))
    memory.negativeInfinityRows = .nan
    func matrix(_ name: String) throws -> [[Float]] {
      try memory.run(.named(name), table)
      return memory.outputs
    }
    func vector(_ name: String) throws -> [[Float]] {
      try memory.run(.named(name), table)
      return memory.numbers.map { [$0] }
    }
    let all = try [
      matrix("softmax"), matrix("logSoftmax"), matrix("gradients"),
      vector("logSumExp"), vector("gradients"),
    ]
    return rows.indices.map { row in all.map { $0[row] } }
  }

  @Test(arguments: Execution.tables, classes)
  func aPoisonedRowLeavesTheOthersAlone(
    _ table: Execution, _ classes: Int
  ) throws {
    let rows = Batch<Float>(samples: 19, classes: classes, in: -5...5).rows
    let expected = try results(rows, table)
    for poison in [Float.nan, .infinity, .signalingNaN] {
      for poisoned in [0, 7, 18] {
        for position in Set([0, classes / 2, classes - 1]) {
          var batch = rows
          batch[poisoned][position] = poison
          let found = try results(batch, table)
          for row in rows.indices {
            if row == poisoned {
              for result in found[row].prefix(2) where classes > 1 {
                #expect(result.contains { $0.isNaN })
              }
              #expect(poison.isNaN == found[row][3][0].isNaN)
              #expect(poison.isNaN || found[row][3][0] == .infinity)
              #expect(found[row][4][0].isNaN)
              #expect(found[row][0].allSatisfy { $0.isNaN })
            } else {
              #expect(found[row] == expected[row])
            }
          }
        }
      }
    }
  }

  @Test(arguments: Execution.tables, classes)
  func aNaNWithAnyPayloadStaysNaN(_ table: Execution, _ classes: Int) throws {
    // The low bits of a NaN must not reach an exponent.
    for payload in [1, 0x7f, 0x1ff, 0x12345] as [UInt32] {
      let nan = Float(bitPattern: 0x7fc0_0000 | payload)
      var row = [Float](repeating: 1, count: classes)
      row[classes / 2] = nan
      let probabilities = try softmax(row, .oneRow, execution: table)
      #expect(probabilities.allSatisfy { $0.isNaN })
      #expect(
        try CrossEntropy().loss(row, .oneRow, targets: [0], execution: table)
          .isNaN)
    }
  }

  @Test(arguments: Execution.tables, classes)
  func aRowOfNegativeInfinityIsNaN(
    _ table: Execution, _ classes: Int
  ) throws {
    let other = [Float](repeating: 2, count: classes)
    let row = [Float](repeating: -.infinity, count: classes)
    let found = try results([other, row, other], table)
    #expect(found[1][3] == [-.infinity])
    #expect(
      (found[1][0...2] + found[1][4...]).allSatisfy { $0.allSatisfy(\.isNaN) })
    #expect(found[0] == found[2])
    #expect(found[0].allSatisfy { $0.allSatisfy { !$0.isNaN } })
  }

  @Test(arguments: Execution.tables, classes)
  func negativeInfinityBesideNumbersIsAProbabilityOfZero(
    _ table: Execution, _ classes: Int
  ) throws {
    guard classes > 1 else { return }
    var row = [Float](repeating: 3, count: classes)
    row[classes - 1] = -.infinity
    let found = try results([row], table)[0]
    #expect(found[0][classes - 1] == 0)
    #expect(found[1][classes - 1] == -.infinity)
    #expect(found[0].reduce(0, +).isFinite)
    // It is the target of `results`: an infinite loss, a finite gradient.
    #expect(found[4] == [.infinity])
    #expect(found[2][classes - 1] == -1)
    // As a target probability of 0 it costs nothing.
    var targets = [Float](repeating: 0, count: classes)
    targets[0] = 1
    let loss = try CrossEntropy().loss(
      row, .oneRow, targets: targets, execution: table)
    #expect(loss.isFinite)
    #expect(abs(loss - Double.log(Double(classes - 1))) < 1e-6)
  }

  @Test(arguments: Execution.tables, classes)
  func powersBelowTheNormalRangeAreZero(
    _ table: Execution, _ classes: Int
  ) throws {
    guard classes > 1 else { return }
    var floats = [Float](repeating: -88, count: classes)
    floats[0] = 0
    let probabilities = try softmax(floats, .oneRow, execution: table)
    #expect(probabilities[0] == 1)
    #expect(probabilities.dropFirst().allSatisfy { $0 == 0 })
    // The logarithm does not vanish with its power.
    let logarithms = try logSoftmax(floats, .oneRow, execution: table)
    #expect(logarithms.dropFirst().allSatisfy { $0 == -88 })
    var doubles = [Double](repeating: -709, count: classes)
    doubles[0] = 0
    let doubleProbabilities = try softmax(doubles, .oneRow, execution: table)
    #expect(doubleProbabilities.dropFirst().allSatisfy { $0 == 0 })
  }

  @Test(arguments: Execution.tables)
  func probabilitiesAtTheirEnds(_ table: Execution) throws {
    func loss(_ p: [Double], _ y: [Double]) throws -> Double {
      try CrossEntropy(input: .probabilities).loss(
        p, .oneRow, targets: y, execution: table)
    }
    #expect(try loss([0, 1], [0, 1]) == 0)
    #expect(try loss([0, 1], [0, 1]).sign == .plus)
    #expect(try loss([0, 1], [1, 0]) == .infinity)
    #expect(try loss([-0.1, 1], [1, 0]).isNaN)
    #expect(try loss([.nan, 1], [1, 0]).isNaN)
    #expect(try loss([.nan, 1], [0, 1]) == 0)
    let least = Double.leastNonzeroMagnitude
    #expect(try loss([least, 1], [1, 0]) == -Double.log(least))
    #expect(
      try CrossEntropy(input: .probabilities).loss(
        [0.25, 0.75] as [Float], .oneRow, targets: [0], execution: table)
        == Double.log(4))
  }
}
