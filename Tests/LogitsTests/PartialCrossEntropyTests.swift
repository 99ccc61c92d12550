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
          $0, logits.shape.layout, targets: targets,
          firstClass: slice.lowerBound, execution: table)
      }
      var written = [PartialCrossEntropy](repeating: .empty, count: rows.count)
      try logits.read {
        try CrossEntropy().partialCrossEntropy(
          $0, logits.shape.layout, targets: targets,
          firstClass: slice.lowerBound, into: &written, execution: table)
      }
      #expect(written.map(bits) == found.map(bits))
      return found
    }
  }

  private func bits(_ part: PartialCrossEntropy) -> [UInt64] {
    [
      part.maximum, part.sum, part.targetLogit, part.targets, part.classes,
      part.targetWeight, part.logitSum, part.weightSum,
    ].map {
      $0.isNaN ? Double.nan.bitPattern : $0.bitPattern
    }
  }

  /// The loss of a row whose slices have been merged.
  private func loss(_ whole: PartialCrossEntropy) throws -> Double {
    try CrossEntropy(reduction: .sum).loss(of: [whole])
  }

  /// Merges pairs until one is left.
  private func merged(
    _ parts: [PartialCrossEntropy], _ generator: inout SeededGenerator
  ) -> PartialCrossEntropy {
    mergedInAnyOrder(parts, &generator) { $0 = $0.merged(with: $1) } ?? .empty
  }

  @Test(arguments: [1, 2, 7, 16, 17, 100, 1000, 8000])
  func slicesMakeTheWholeRow(_ classes: Int) throws {
    try check(Float.self, classes, -40...40)
    try check(Float.self, classes, Float.overflowing)
    try check(Double.self, classes, -300...300)
    try check(Double.self, classes, Double.overflowing)
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ classes: Int, _ range: ClosedRange<Scalar>
  ) throws {
    var generator = SeededGenerator(seed: UInt64(classes))
    let rows = Batch<Scalar>(samples: 4, classes: classes, in: range).rows
    let targets = rows.indices.map { ($0 * 7919 + 3) % classes }
    let losses = zip(rows, targets).map {
      Double(Oracle.crossEntropy($0, target: $1))
    }
    let logSumExps = rows.map { Double(Oracle.logSumExp($0)) }
    let spread = range.upperBound - range.lowerBound
    let ofDouble =
      2 * (Double(spread) + Double.log(Double(classes) + 1)) * Double.ulpOfOne
    for table in Execution.tables {
      let bounds = Bounds<Scalar>(
        classes: classes, spread: spread, backend: table.backend)
      let epsilon = Double(Scalar.ulpOfOne)
      for _ in 0..<3 {
        let slices = cuts(classes, &generator)
        let parts = try parts(rows, targets, slices, table)
        let ofMerges = error(ofMerging: slices.count, Double(spread))
        for (r, row) in rows.enumerated() {
          let parts = parts.map { $0[r] }
          let whole = merged(parts, &generator)
          #expect(whole.maximum == Double(row.max() ?? .nan))
          #expect(whole.hasTarget)
          #expect(whole.targetLogit == Double(row[targets[r]]))
          #expect(distance(whole, parts) <= ofMerges, "\(slices.count) slices")
          #expect(
            try abs(loss(whole) - losses[r])
              <= bounds.loss * epsilon + ofMerges + ofDouble)
          #expect(
            abs(whole.logSumExp - logSumExps[r])
              <= bounds.logarithm * epsilon + ofMerges + ofDouble
              + 2 * logSumExps[r].ulp)
          #expect(bits(whole.merged(with: .empty)) == bits(whole))
          #expect(
            bits(PartialCrossEntropy.empty.merged(with: whole)) == bits(whole))
        }
      }
    }
  }

  /// The relative error of a merged sum: each merge rounds the exponential,
  /// product and sum, and all together the way from a maximum to the largest.
  ///
  /// One more is for products of errors, and for the oracle.
  private func error(ofMerging slices: Int, _ spread: Double) -> Double {
    (2 * Double(slices - 1) + spread / 2 + 1) * Double.ulpOfOne
  }

  /// How far a merged sum is from that of the slices in a wider type.
  private func distance(
    _ whole: PartialCrossEntropy, _ parts: [PartialCrossEntropy]
  ) -> Double {
    typealias Wide = Double.Wide
    let sum = parts.reduce(Wide(0)) {
      $0 + Wide($1.sum) * Wide.exp(Wide($1.maximum) - Wide(whole.maximum))
    }
    return Double(abs(Wide(whole.sum) / sum - 1))
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
        let whole = try CrossEntropy().loss(
          row, .oneRow, targets: [target], execution: table)
        let logSumExp = try logSumExp(row, .oneRow, execution: table)[0]
        for _ in 0..<5 {
          let slices = cuts(classes, &generator)
          let parts = try parts([row], [target], slices, table)
          let found = merged(parts.map { $0[0] }, &generator)
          let accuracy = Double(2 * classes + 2) * Double.ulpOfOne
          #expect(try isSame(loss(found), whole, accuracy), "\(row)")
          #expect(isSame(found.logSumExp, logSumExp, accuracy), "\(row)")
        }
      }
    }
  }

  /// `accuracy` is relative, but absolute below 1: all finite logits are small.
  private func isSame(_ a: Double, _ b: Double, _ accuracy: Double) -> Bool {
    a.isNaN || b.isNaN
      ? a.isNaN && b.isNaN : a == b || abs(a - b) <= accuracy * (1 + abs(b))
  }

  @Test func aTargetInNoSlice() throws {
    let slice: [Double] = [1, 2, 3]
    for target in [-100, 0, 4, 8, Int.max, Int.min] {
      let part = try partialCrossEntropy(
        slice, .oneRow, targets: [target], firstClass: 5)[0]
      #expect(!part.hasTarget)
      #expect(part.targetLogit == 0)
      #expect(try loss(part).isNaN)
      let whole = try logSumExp(slice, .oneRow)[0]
      #expect(abs(part.logSumExp - whole) <= 2 * whole.ulp)
    }
    let unsigned = try partialCrossEntropy(
      slice, .oneRow, targets: [UInt64.max], firstClass: 5)[0]
    #expect(!unsigned.hasTarget)
    // Nothing was read.
    #expect(try loss(.empty) == 0)
    #expect(PartialCrossEntropy.empty.logSumExp == -.infinity)
  }

  @Test func everyIntegerTypeIsTaken() throws {
    let slice: [Float] = [1, 2, 3, 3, 2, 1]
    let shape = BatchShape(samples: 2, classes: 3)
    func check<Index: ClassIndex>(_: Index.Type) throws {
      let targets: [Index] = [101, 99]
      let found = try partialCrossEntropy(
        slice, shape.layout, targets: targets, firstClass: 100)
      #expect(found.map(\.hasTarget) == [true, false])
      #expect(found.map(\.targetLogit) == [2, 0])
      #expect(found.map(\.maximum) == [3, 3])
    }
    for type in ClassIndices.types { try check(type) }
  }

  @Test func codedAndRead() throws {
    var parts = [PartialCrossEntropy.empty]
    for row in [[1, 2], [.nan, 1], [.infinity, 0], [-.infinity]] as [[Double]] {
      parts += try partialCrossEntropy(
        row, .oneRow, targets: [0], firstClass: 0)
      parts += try partialCrossEntropy(
        row, .oneRow, targets: [0], firstClass: 1)
    }
    let data = try JSONEncoder().encode(parts)
    let read = try JSONDecoder().decode([PartialCrossEntropy].self, from: data)
    #expect(read.map(bits) == parts.map(bits))
  }

  @Test func errors() {
    let slice: [Double] = [1, 2, 3, 4]
    let shape = BatchShape(samples: 2, classes: 2)
    #expect(throws: LogitsError.optionOutOfRange(.firstClass, value: -1)) {
      try partialCrossEntropy(
        slice, shape.layout, targets: [0, 0], firstClass: -1)
    }
    #expect(throws: LogitsError.noClasses(0)) {
      try partialCrossEntropy(
        [] as [Float], .oneRow, targets: [0], firstClass: 0)
    }
  }
}
