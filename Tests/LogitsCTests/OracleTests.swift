import CLogits
import TestSupport
import Testing

/// The C functions against the textbook in a wider type.
@Suite struct OracleTests {
  @Test(arguments: Shapes.all)
  func rowsAndLosses(_ shape: (samples: Int, classes: Int)) {
    check(Float.self, shape)
    check(Double.self, shape)
  }

  private func check<Scalar: CScalar>(
    _: Scalar.Type, _ shape: (samples: Int, classes: Int)
  ) {
    let (samples, classes) = (Int64(shape.samples), Int64(shape.classes))
    let range = Scalar.overflowing
    let rows = Batch<Scalar>(
      samples: shape.samples, classes: shape.classes, in: range
    ).rows
    let logits = rows.flatMap { $0 }
    let bounds = Bounds<Scalar>(
      classes: shape.classes, spread: range.upperBound - range.lowerBound,
      backend: .swift)

    var output = [Scalar](repeating: .nan, count: logits.count)
    #expect(Scalar.c.softmax(logits, samples, classes, &output) == 0)
    #expect(
      violations(output, rows.flatMap(Oracle.softmax)) {
        bounds.probability * Double($0)
      } == [])
    #expect(Scalar.c.logSoftmax(logits, samples, classes, &output) == 0)
    #expect(
      violations(output, rows.flatMap(Oracle.logSoftmax)) { _ in bounds.loss }
        == [])

    // In place, which gives the same bits.
    var inPlace = logits
    inPlace.withUnsafeMutableBufferPointer {
      let rows = $0.baseAddress
      #expect(Scalar.c.logSoftmax(rows, samples, classes, rows) == 0)
    }
    #expect(inPlace == output)

    var predictions = [Int64](repeating: -1, count: shape.samples)
    #expect(Scalar.c.argmax(logits, samples, classes, &predictions) == 0)
    let first = rows.map { row in row.firstIndex { $0 == row.max() } ?? -1 }
    #expect(predictions == first.map { Int64($0) })

    let targets = rows.indices.map { Int64(($0 * 7919 + 3) % shape.classes) }
    var options = logits_options.zeros
    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    var losses = [Double](repeating: .nan, count: shape.samples)
    #expect(
      Scalar.c.crossEntropy(
        logits, targets, samples, classes, &options, &losses)
        == 0)
    let exact = zip(rows, targets).map {
      Oracle.crossEntropy($0, target: Int($1))
    }
    #expect(
      violations(losses.map { Scalar($0) }, exact) { _ in bounds.loss } == [])
    // Those of float are floats.
    #expect(losses.allSatisfy { Double(Scalar($0)) == $0 })
  }
}
