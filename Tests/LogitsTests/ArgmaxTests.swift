import Logits
import TestSupport
import Testing

@Suite struct ArgmaxTests {
  @Test(arguments: Execution.tables, Shapes.all)
  func largestElement(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    // Few distinct values, so that the largest one comes more than once.
    var generator = SeededGenerator(seed: 7)
    let logits = Batch<Float>(
      samples: shape.samples, classes: shape.classes, gap: 1
    ) { _, _ in
      Float(Int.random(in: -9...9, using: &generator))
    }
    let predictions = try logits.read {
      try argmax($0, logits.shape.layout, execution: table)
    }
    let expected = logits.rows.map { row in
      row.firstIndex(of: row.max() ?? 0) ?? -1
    }
    #expect(predictions == expected)
  }

  /// As torch.max and numpy.argmax: the first NaN counts as the largest.
  @Test(arguments: Execution.tables, [1, 2, 16, 17, 33, 100, 1000])
  func specialValues(_ table: Execution, _ classes: Int) throws {
    for position in Set([0, classes / 2, classes - 1]) {
      func prediction(_ value: Double, others: Double) throws -> Int {
        var row = [Double](repeating: others, count: classes)
        row[position] = value
        return try argmax(row, .oneRow, execution: table)[0]
      }
      #expect(try prediction(.infinity, others: 1e300) == position)
      #expect(try prediction(-1e300, others: -.infinity) == position)
      #expect(try prediction(.nan, others: .infinity) == position)
      #expect(try prediction(.nan, others: -.infinity) == position)
      #expect(try prediction(-.infinity, others: -.infinity) == 0)
      #expect(try prediction(0, others: -0.0) == 0)
    }
  }

  /// Any integer type that can hold the largest index.
  @Test func integerTypes() throws {
    let logits: [Float] = [1, 5, 2, 7, 0, 6]
    func check<Index: ClassIndex>(_: Index.Type) throws {
      var found: [Index] = [9, 9]
      try argmax(logits, .rows(of: 3), into: &found)
      #expect(found == [1, 0])
    }
    for type in ClassIndices.types { try check(type) }
    let wide = [Float](repeating: 0, count: 200) + [1]
    var bytes: [UInt8] = [7]
    try argmax(wide, .oneRow, into: &bytes)
    #expect(bytes == [200])
    var signed: [Int8] = [7]
    #expect(throws: LogitsError.indexTypeTooSmall(.int8, classes: 201)) {
      try argmax(wide, .oneRow, into: &signed)
    }
    #expect(signed == [7])
  }
}
