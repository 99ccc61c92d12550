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
}
