import Foundation
import Logits
import TestSupport
import Testing

/// Slices of the classes, merged, against whole rows.
@Suite struct PartialCrossEntropyTests {
  /// Random cuts of a row, among them slices of one class.
  private func cuts(
    _ classes: Int, _ generator: inout SeededGenerator
  ) -> [Range<Int>] {
    var slices: [Range<Int>] = []
    var start = 0
    while start < classes {
      let longest = slices.count % 3 == 0 ? 1 : max(classes / 2, 1)
      let count = Int.random(in: 1...longest, using: &generator)
      slices.append(start..<min(start + count, classes))
      start += count
    }
    return slices
  }

  /// The partial results of every row in every slice.
  private func parts<Scalar: TestScalar>(
    _ rows: [[Scalar]], _ targets: [Int], _ slices: [Range<Int>],
    _ table: Execution
  ) throws -> [[PartialCrossEntropy]] {
    try slices.enumerated().map { i, slice in
      let layout = Shapes.layouts[i % Shapes.layouts.count]
      let logits = Batch(
        rows.map { Array($0[slice]) }, classes: slice.count, layout)
      let found = try logits.read {
        try partialCrossEntropy(
          $0, targets: targets, firstClass: slice.lowerBound,
          shape: logits.shape, execution: table)
      }
      var written = [PartialCrossEntropy](repeating: .empty, count: rows.count)
      try logits.read {
        try partialCrossEntropy(
          $0, targets: targets, firstClass: slice.lowerBound,
          shape: logits.shape, into: written.mutableSpan, execution: table)
      }
      #expect(written.map(bits) == found.map(bits))
      return found
    }
  }

  private func bits(_ part: PartialCrossEntropy) -> [UInt64] {
    [part.maximum, part.sum, part.targetLogit, part.hasTarget ? 1 : 0].map {
      $0.isNaN ? Double.nan.bitPattern : $0.bitPattern
    }
  }

  /// Merges pairs until one is left.
  private func merged(
    _ parts: [PartialCrossEntropy], _ generator: inout SeededGenerator
  ) -> PartialCrossEntropy {
    var parts = parts
    while parts.count > 1 {
      let other = parts.remove(
        at: Int.random(in: 0..<parts.count, using: &generator))
      let i = Int.random(in: 0..<parts.count, using: &generator)
      parts[i] = parts[i].merged(with: other)
    }
    return parts.first ?? .empty
  }

  @Test(arguments: Execution.tables, [1, 2, 7, 16, 17, 100, 1000, 32000])
  func slicesMakeTheWholeRow(_ table: Execution, _ classes: Int) throws {
    try check(Float.self, classes, -40...40, table)
    try check(Float.self, classes, Float.overflowing, table)
    try check(Double.self, classes, -300...300, table)
    try check(Double.self, classes, Double.overflowing, table)
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ classes: Int, _ range: ClosedRange<Scalar>,
    _ table: Execution
  ) throws where Scalar.RawSignificand: FixedWidthInteger {
    var generator = SeededGenerator(seed: UInt64(classes))
    let batch = Batch<Scalar>(samples: 4, classes: classes, in: range)
    let targets = (0..<4).map { ($0 * 7919 + 3) % classes }
    let spread = range.upperBound - range.lowerBound
    let bounds = Bounds<Scalar>(
      classes: classes, spread: spread, backend: table.backend)
    let epsilon = Double(Scalar.ulpOfOne)
    let logClasses = Double.log(Double(classes) + 1)
    for _ in 0..<3 {
      let slices = cuts(classes, &generator)
      let parts = try parts(batch.rows, targets, slices, table)
      // Each merge: the exponential, product and sum. All of them together: the
      // way from a slice's maximum to the largest.
      let merges = 2 * Double(slices.count - 1) + Double(spread) / 2
      let ofMerges = (merges * 1.01 + 1) * Double.ulpOfOne
      for (row, target) in targets.enumerated() {
        let parts = parts.map { $0[row] }
        let whole = merged(parts, &generator)
        #expect(whole.maximum == Double(batch.row(row).max() ?? .nan))
        #expect(whole.hasTarget)
        #expect(whole.targetLogit == Double(batch.row(row)[target]))
        // What the slices say, added up in a wider type.
        let exactSum = parts.reduce(Float80(0)) {
          let power = Float80.exp(Float80($1.maximum - whole.maximum))
          return $0 + Float80($1.sum) * power
        }
        let error = abs(Float80(whole.sum) / exactSum - 1)
        #expect(Double(error) <= ofMerges, "\(slices.count) slices")
        // And against the textbook.
        let exact = Oracle.crossEntropy(batch.row(row), target: target)
        let allowed =
          bounds.loss * epsilon + ofMerges
          + 2 * (Double(spread) + logClasses) * Double.ulpOfOne
        #expect(abs(whole.loss - Double(exact)) <= allowed)
        let logSumExp = Double(Oracle.logSumExp(batch.row(row)))
        #expect(
          abs(whole.logSumExp - logSumExp)
            <= bounds.logarithm * epsilon + ofMerges + 2 * logSumExp.ulp)
        #expect(bits(whole.merged(with: .empty)) == bits(whole))
        #expect(
          bits(PartialCrossEntropy.empty.merged(with: whole)) == bits(whole))
      }
    }
  }

  @Test(arguments: Execution.tables)
  func specialRowsAreAsWhole(_ table: Execution) throws {
    var generator = SeededGenerator(seed: 9)
    let least = -Double.infinity
    let elements: [[Double]] = [
      [1, 2, .nan], [1, .infinity], [1, .infinity, .nan, least], [least],
      [least, 3], [.nan], [.nan, least], [.infinity],
    ]
    for (i, classes) in [1, 2, 5, 17, 40, 100].enumerated() {
      for kinds in elements {
        let row = (0..<classes).map { _ in
          kinds[Int.random(in: 0..<kinds.count, using: &generator)]
        }
        let target = i % classes
        let whole = try crossEntropy(row, targets: [target], execution: table)
        let logSumExp = try logSumExp(row, execution: table)[0]
        for _ in 0..<5 {
          let slices = cuts(classes, &generator)
          let parts = try parts([row], [target], slices, table)
          let found = merged(parts.map { $0[0] }, &generator)
          let accuracy = Double(2 * classes + 2) * Double.ulpOfOne
          #expect(isSame(found.loss, whole, accuracy), "\(row)")
          #expect(isSame(found.logSumExp, logSumExp, accuracy), "\(row)")
        }
      }
    }
  }

  /// The rows are of equal numbers: only the count of them is rounded, and its
  /// logarithm.
  private func isSame(_ a: Double, _ b: Double, _ accuracy: Double) -> Bool {
    a.isNaN || b.isNaN
      ? a.isNaN && b.isNaN : a == b || abs(a - b) <= accuracy * (1 + abs(b))
  }

  @Test func aTargetInNoSlice() throws {
    let slice: [Double] = [1, 2, 3]
    for target in [-100, 0, 4, 8, Int.max, Int.min] {
      let part = try partialCrossEntropy(
        slice, targets: [target], firstClass: 5)[0]
      #expect(!part.hasTarget)
      #expect(part.targetLogit == -.infinity)
      #expect(part.loss.isNaN)
      #expect(try part.logSumExp == logSumExp(slice)[0])
    }
    let unsigned = try partialCrossEntropy(
      slice, targets: [UInt64.max], firstClass: 5)[0]
    #expect(!unsigned.hasTarget)
    #expect(PartialCrossEntropy.empty.loss.isNaN)
    #expect(PartialCrossEntropy.empty.logSumExp == -.infinity)
  }

  @Test func everyIntegerTypeIsTaken() throws {
    let slice: [Float] = [1, 2, 3, 3, 2, 1]
    let shape = BatchShape(samples: 2, classes: 3)
    func check<Index: ClassIndex>(_: Index.Type) throws {
      let targets: [Index] = [101, 99]
      let found = try partialCrossEntropy(
        slice, targets: targets, firstClass: 100, shape: shape)
      #expect(found.map(\.hasTarget) == [true, false])
      #expect(found.map(\.targetLogit) == [2, -.infinity])
      #expect(found.map(\.maximum) == [3, 3])
    }
    try check(Int.self)
    try check(Int8.self)
    try check(Int16.self)
    try check(Int32.self)
    try check(Int64.self)
    try check(UInt.self)
    try check(UInt8.self)
    try check(UInt16.self)
    try check(UInt32.self)
    try check(UInt64.self)
  }

  @Test func codedAndRead() throws {
    var parts = [PartialCrossEntropy.empty]
    for row in [[1, 2], [.nan, 1], [.infinity, 0], [-.infinity]] as [[Double]] {
      parts += try partialCrossEntropy(row, targets: [0], firstClass: 0)
      parts += try partialCrossEntropy(row, targets: [0], firstClass: 1)
    }
    let data = try JSONEncoder().encode(parts)
    let read = try JSONDecoder().decode([PartialCrossEntropy].self, from: data)
    #expect(read.map(bits) == parts.map(bits))
  }

  @Test func errors() {
    let slice: [Double] = [1, 2, 3, 4]
    let shape = BatchShape(samples: 2, classes: 2)
    var results = [PartialCrossEntropy](repeating: .empty, count: 3)
    #expect(
      throws: LogitsError.sizeMismatch(.targets, expected: 2...2, actual: 1)
    ) {
      try partialCrossEntropy(slice, targets: [0], firstClass: 0, shape: shape)
    }
    #expect(
      throws: LogitsError.sizeMismatch(.output, expected: 2...2, actual: 3)
    ) {
      try partialCrossEntropy(
        slice, targets: [0, 0], firstClass: 0, shape: shape,
        into: results.mutableSpan)
    }
    #expect(results.allSatisfy { $0 == .empty })
    #expect(throws: LogitsError.noClasses(0)) {
      try partialCrossEntropy([] as [Float], targets: [0], firstClass: 0)
    }
  }
}
