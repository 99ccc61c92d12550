import Logits
import TestSupport
import Testing

/// softmax, logSoftmax and logSumExp against the textbook in a wider type, with
/// logits whose powers would overflow, in every layout.
@Suite struct SoftmaxTests {
  @Test(arguments: Shapes.all)
  func everyShape(_ shape: (samples: Int, classes: Int)) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let range = Scalar.overflowing
      // The same rows in every layout.
      let rows = Batch<Scalar>(
        samples: shape.samples, classes: shape.classes, in: range
      ).rows
      let exact = rows.map {
        (
          softmax: Oracle.softmax($0), logSoftmax: Oracle.logSoftmax($0),
          logSumExp: Oracle.logSumExp($0)
        )
      }
      for (table, layout) in Execution.tablesAndLayouts {
        let bounds = Bounds<Scalar>(
          classes: shape.classes, spread: range.upperBound - range.lowerBound,
          backend: table.backend)
        let logits = Batch(rows, classes: shape.classes, layout)

        var probabilities = logits.blank
        try logits.read { input in
          try probabilities.write { output in
            var output = output
            try softmax(
              input, logits.shape.layout, into: &output, execution: table)
          }
        }
        #expect(probabilities.surroundingsAreUntouched, "\(table)")

        var logProbabilities = logits.blank
        try logits.read { input in
          try logProbabilities.write { output in
            var output = output
            try logSoftmax(
              input, logits.shape.layout, into: &output, execution: table)
          }
        }
        #expect(logProbabilities.surroundingsAreUntouched, "\(table)")

        let logSums = try logits.read {
          try logSumExp($0, logits.shape.layout, execution: table)
        }
        #expect(logSums.count == shape.samples)

        for (sample, exact) in exact.enumerated() {
          #expect(
            violations(probabilities.row(sample), exact.softmax) {
              bounds.probability * Double($0)
            } == [], "\(table)")
          #expect(
            violations(logProbabilities.row(sample), exact.logSoftmax) { _ in
              bounds.loss
            } == [], "\(table)")
          // The sum of m and the logarithm is rounded where m is large.
          #expect(
            violations([logSums[sample]], [exact.logSumExp]) {
              bounds.logarithm + Double($0)
            } == [], "\(table)")
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test func everyKindOfInputAndOutputIsTaken() throws {
    let logits: [Float] = [1, 2, 3, 4, 5, 6]
    let shape = BatchShape(samples: 2, classes: 3)
    let expected = try softmax(logits, shape.layout)
    #expect(try softmax(logits[...], shape.layout) == expected)
    #expect(try softmax(ContiguousArray(logits), shape.layout) == expected)
    #expect(try softmax(logits.span, shape.layout) == expected)
    let fromBuffer = try logits.withUnsafeBufferPointer {
      try softmax($0, shape.layout)
    }
    #expect(fromBuffer == expected)
    var output = [Float](repeating: 0, count: 6)
    try softmax(logits, shape.layout, into: &output)
    #expect(output == expected)
    output = logits
    try softmax(inPlace: &output, shape.layout)
    #expect(output == expected)
    output = logits
    try output.withUnsafeMutableBufferPointer {
      try softmax(inPlace: &$0, shape.layout)
    }
    #expect(output == expected)
  }

  /// With a temperature, that of the logits divided by it.
  @Test(arguments: Execution.tables, [1, 10, 48, 49, 128, 129, 1000])
  func temperatures(_ table: Execution, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      for temperature in [0.25, 0.7, 3] {
        let row = Batch<Scalar>(samples: 1, classes: classes, in: -8...8)
          .rows[0]
        let scaled = row.map { Scalar.Wide($0) / Scalar.Wide(temperature) }
        let bounds = Bounds<Scalar>(
          classes: classes, spread: Scalar(16 / temperature),
          backend: table.backend)
        for layout in [Layout.oneRow, .planes(classes: classes, positions: 1)] {
          let p = try softmax(
            row, layout, temperature: temperature, execution: table)
          let l = try logSoftmax(
            row, layout, temperature: temperature, execution: table)
          // Two roundings of 1 / T, one of the product, two of T / Σ e / T.
          #expect(
            violations(p, PlainRow.softmax(scaled)) {
              (bounds.probability + 3 * 16 / temperature / 2 + 2) * Double($0)
            } == [], "\(table), \(temperature)")
          #expect(
            violations(l, PlainRow.softmax(scaled).map { Scalar.Wide.log($0) })
            { _ in bounds.loss + 3 * 16 / temperature / 2 } == [],
            "\(table), \(temperature)")
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
    for wrong in [0, -1, .nan, 1e16] as [Double] {
      #expect(
        throws: LogitsError.optionOutOfRange(.temperature, value: wrong)
      ) { try softmax([1, 2] as [Float], .oneRow, temperature: wrong) }
    }
  }
}

/// The textbook, where nothing overflows.
private enum PlainRow {
  static func softmax<Wide: OracleScalar>(_ z: [Wide]) -> [Wide] {
    let powers = z.map { Wide.exp($0) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
