import Logits
import TestSupport
import Testing

/// Kullback-Leibler divergences against the textbook in a wider type, and at
/// the ends of the range.
@Suite struct KLDivergenceTests {
  @Test(arguments: Shapes.all)
  func everyShape(_ shape: (samples: Int, classes: Int)) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let (samples, classes) = shape
      let range = Scalar.overflowing
      let rows = Batch<Scalar>(samples: samples, classes: classes, in: range)
        .rows
      let others = Batch<Scalar>(
        samples: samples, classes: classes, gap: 2, offset: 1, in: range,
        seed: 2)
      let exact = zip(rows, others.rows).map { row, other in
        let (p, logP) = (Oracle.softmax(row), Oracle.logSoftmax(row))
        let logQ = Oracle.logSoftmax(other)
        return p.indices.reduce(Scalar.Wide(0)) {
          $0 + p[$1] * (logP[$1] - logQ[$1])
        }
      }
      let spread = Double(range.upperBound - range.lowerBound)
      let layouts = Shapes.layouts.map { Batch(rows, classes: classes, $0) }
      for table in Execution.tables {
        let tolerance = tolerance(Scalar.self, classes, spread, table)
        var first: [Scalar]?
        for logits in layouts {
          var written = [Scalar](repeating: .nan, count: samples)
          let found = try logits.read { input in
            try others.read {
              try klDivergence(
                input, logits.shape.layout, from: $0,
                otherStride: others.shape.rowStride, into: &written,
                execution: table)
              return try klDivergence(
                input, logits.shape.layout, from: $0,
                otherStride: others.shape.rowStride, execution: table)
            }
          }
          #expect(found == written)
          #expect(found == first ?? found, "\(table)")
          first = found
          #expect(found.allSatisfy { $0 >= 0 })
        }
        #expect(violations(first ?? [], exact) { _ in tolerance } == [])
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// With D the largest |(x − m) − (y − n)|, at most the spread: errors of the
  /// powers, both shifts, difference and product times D, its sums, the
  /// quotient, and two logarithms with their differences.
  private func tolerance<Scalar: TestScalar>(
    _: Scalar.Type, _ classes: Int, _ spread: Double, _ table: Execution
  ) -> Double {
    let bounds = Bounds<Scalar>(
      classes: classes, spread: Scalar(spread), backend: table.backend)
    let additions = EvaluationBounds<Scalar>(classes: classes, spread: spread)
      .additions
    let sum = max(bounds.sum, bounds.power + additions / 2)
    let term = bounds.power + 1 + 0.5 + 0.5
    let logClasses = Double.log(Double(classes) + 1)
    return spread * (term + additions / 2 + sum + 1) + 2 * bounds.logarithm
      + spread + logClasses
  }

  /// Both sides go through the very same operations.
  @Test(arguments: Execution.tables, [1, 2, 7, 16, 17, 33, 100, 5000])
  func aRowFromItselfIsExactlyZero(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for spread in [0, 1, 30, 1e4] as [Scalar] {
        let logits = Batch<Scalar>(
          samples: 40, classes: classes, in: -spread...spread)
        let same = Batch(logits.rows, classes: classes, (gap: 3, offset: 1))
        let found = try logits.read { input in
          try same.read {
            try klDivergence(
              input, logits.shape.layout, from: $0,
              otherStride: same.shape.rowStride, execution: table)
          }
        }
        #expect(found.allSatisfy { $0 == 0 && $0.sign == .plus })
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Differences of some ulp: rounding must not make less than nothing of them.
  @Test(arguments: Execution.tables, [1, 2, 7, 16, 17, 100, 1000])
  func neverNegative(_ table: Execution, _ classes: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let logits = Batch<Float>(samples: 50, classes: classes, in: -5...5)
    let near = Batch<Float>(samples: 50, classes: classes) {
      let x = logits.row($0)[$1]
      return x + Float(Int.random(in: -3...3, using: &generator)) * x.ulp
    }
    let found = try logits.read { input in
      try near.read {
        try klDivergence(input, logits.shape.layout, from: $0, execution: table)
      }
    }
    #expect(found.allSatisfy { $0 >= 0 })
    let tolerance = tolerance(Float.self, classes, 10, table)
    #expect(found.allSatisfy { Double($0) <= tolerance * 0x1p-23 })
  }

  @Test(arguments: Execution.tables, [2, 7, 16, 17, 33, 100, 1000])
  func infinitiesAndNaN(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let equal = [Scalar](repeating: 2, count: classes)
      func with(_ element: Scalar, at index: Int) -> [Scalar] {
        var row = equal
        row[index] = element
        return row
      }
      func divergence(_ row: [Scalar], _ other: [Scalar]) throws -> Scalar {
        // Between rows that have nothing to do with it.
        let rows = equal + row + equal
        let others = equal + other + equal
        let found = try klDivergence(
          rows, .rows(of: classes), from: others, execution: table)
        #expect(found[0] == 0 && found[2] == 0)
        return found[1]
      }
      let last = classes - 1
      let least = [Scalar](repeating: -.infinity, count: classes)
      for i in Set([0, classes / 2, last]) {
        let without = with(-.infinity, at: i)
        // A p of 0: log (1 / (n − 1)) − log (1 / n) over the rest.
        let found = try divergence(without, equal)
        let exact =
          Double.log(Double(classes)) - Double.log(Double(classes - 1))
        let tolerance =
          2 * Double.log(Double(classes)) + Double(classes).squareRoot()
        #expect(
          abs(Double(found) - exact) <= tolerance * Double(Scalar.ulpOfOne))
        // A q of 0, where p is above 0 and where it is 0.
        #expect(try divergence(equal, without) == .infinity)
        #expect(try divergence(without, without) == 0)
        for element in [Scalar.nan, .infinity] {
          #expect(try divergence(with(element, at: i), equal).isNaN)
          #expect(try divergence(equal, with(element, at: i)).isNaN)
          #expect(try divergence(with(element, at: i), without).isNaN)
          #expect(try divergence(without, with(element, at: i)).isNaN)
        }
      }
      #expect(try divergence(least, equal).isNaN)
      #expect(try divergence(equal, least).isNaN)
      #expect(try divergence(least, least).isNaN)
    }
    try check(Float.self)
    try check(Double.self)
  }
}
