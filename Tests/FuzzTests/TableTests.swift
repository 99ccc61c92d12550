import Logits
import TestSupport
import Testing

/// Every table of kernels against the textbook, on rows of any numbers.
@Suite struct TableTests: StoredCheck {
  @Test func anyRows() {
    FuzzRun(kind: .tables, short: 3_000, share: 600).run {
      { failure(seed: $0) }
    }
  }

  func failure<Logit: TestLogit>(
    _: Logit.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let fuzzed = RowCase<Logit>(using: &generator)
    let wide = fuzzed.rows.map { $0.map { Logit.Scalar.Wide($0) } }
    let exact = wide.map { row in
      let plain = PlainRow(row)
      return (plain, spread: plain.spread(row, Logit.Scalar.self))
    }
    return firstFailure { table in
      try failure(fuzzed, exact, table).map {
        "\($0) of \(Logit.self), \(fuzzed.classes) classes"
      }
    }
  }

  private func failure<Logit: TestLogit>(
    _ fuzzed: RowCase<Logit>,
    _ exact: [(PlainRow<Logit.Scalar.Wide>, spread: Double)],
    _ table: Execution
  ) throws -> String? {
    typealias Scalar = Logit.Scalar
    typealias Wide = Scalar.Wide
    let logits = Batch(
      fuzzed.rows, classes: fuzzed.classes, (fuzzed.gap, fuzzed.offset))
    var probabilities = logits.blank
    var logarithms = logits.blank
    let shape = logits.shape
    let stored = logits.storage.map { Logit(nearest: $0) }
    let (sums, predictions) = try stored.withUnsafeBufferPointer { all in
      let input = UnsafeBufferPointer(
        rebasing: all[fuzzed.offset..<all.count - 1])
      try probabilities.write {
        var output = $0
        try softmax(input, shape.layout, into: &output, execution: table)
      }
      try logarithms.write {
        var output = $0
        try logSoftmax(input, shape.layout, into: &output, execution: table)
      }
      return (
        try logSumExp(input, shape.layout, execution: table),
        try argmax(input, shape.layout, execution: table)
      )
    }
    guard probabilities.surroundingsAreUntouched,
      logarithms.surroundingsAreUntouched
    else { return "a write between the rows" }
    for (sample, (exact, spread)) in exact.enumerated() {
      let bounds = Bounds<Scalar>(
        classes: fuzzed.classes, spread: Scalar(spread),
        backend: table.backend)
      let epsilon = Wide(Scalar.ulpOfOne)
      if predictions[sample] != exact.argmax { return "argmax, row \(sample)" }
      let ofSum =
        (Wide(bounds.logarithm) + abs(exact.logSumExp)) * epsilon
      if differs(sums[sample], from: exact.logSumExp, by: ofSum) {
        return "logSumExp \(sums[sample]) instead of \(exact.logSumExp)"
      }
      let (p, logP) = (probabilities.row(sample), logarithms.row(sample))
      for c in 0..<fuzzed.classes {
        let ofP = Wide(bounds.probability) * exact.softmax[c] * epsilon
        if differs(p[c], from: exact.softmax[c], by: ofP) {
          return "softmax \(p[c]) instead of \(exact.softmax[c]) at \(c)"
        }
        // Roundings of numbers up to the difference and log(classes).
        let size = abs(exact.logSoftmax[c]) + Wide.log(Wide(fuzzed.classes) + 1)
        let ofLogP = (Wide(bounds.logarithm) + 1.5 * size) * epsilon
        if differs(logP[c], from: exact.logSoftmax[c], by: ofLogP) {
          return
            "logSoftmax \(logP[c]) instead of \(exact.logSoftmax[c]) at \(c)"
        }
      }
    }
    return nil
  }
}
