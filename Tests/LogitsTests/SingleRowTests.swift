import Logits
import TestSupport
import Testing

/// A batch of one short row, which is computed on a way of its own.
@Suite struct SingleRowTests {
  static let classes = [
    1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 24, 25, 31, 32, 33, 48, 49, 64, 65, 100,
    127, 128, 129,
  ]

  /// The bits are those of the row in a batch, by every function that has this
  /// way, and every layout that says one row.
  @Test(arguments: Execution.tables, classes)
  func bitsAreThoseInABatch(_ table: Execution, _ classes: Int) throws {
    try check(rows(of: Float.self, classes), table)
    try check(rows(of: Double.self, classes), table)
  }

  /// 20 rows, of confident models and of numbers that are none as well.
  private func rows<Scalar: TestScalar>(
    of _: Scalar.Type, _ classes: Int
  ) -> [[Scalar]] {
    var generator = SeededGenerator(seed: UInt64(classes))
    var rows = (0..<20).map { row in
      (0..<classes).map { _ in
        Scalar(Double.random(in: -8...8, using: &generator) * Double(row))
      }
    }
    rows[11][classes / 2] = .nan
    rows[13][classes - 1] = .infinity
    rows[15] = Array(repeating: -.infinity, count: classes)
    rows[17][0] = -.infinity
    rows[19] = Array(repeating: 3, count: classes)
    return rows
  }

  private func check<Scalar: TestScalar>(
    _ rows: [[Scalar]], _ table: Execution
  ) throws {
    let (samples, classes) = (rows.count, rows[0].count)
    let (all, batch) = (rows.flatMap(\.self), Layout.rows(of: classes))
    let targets = (0..<samples).map { Int32($0 * 7 % classes) }
    let options = CrossEntropy(reduction: .sum)
    let probabilities = try softmax(all, batch, execution: table)
    let logarithms = try logSoftmax(all, batch, execution: table)
    // A gradient's exponentials are others than those of a sum alone.
    var losses = [Double](repeating: -1, count: samples)
    var (lossesWithGradient, gradients) = (losses, all)
    try options.losses(
      all, batch, targets: targets, into: &losses, execution: table)
    try options.losses(
      all, batch, targets: targets,
      upstream: [Double](repeating: 0.3, count: samples),
      into: &lossesWithGradient, gradient: &gradients, execution: table)
    for (sample, row) in rows.enumerated() {
      let range = sample * classes..<(sample + 1) * classes
      let target = [targets[sample]]
      for layout in [batch, .oneRow, .rows(of: classes, stride: classes)] {
        var inPlace = row
        try softmax(inPlace: &inPlace, layout, execution: table)
        #expect(inPlace.hasBits(of: probabilities[range]))
        #expect(
          try softmax(row, layout, execution: table)
            .hasBits(of: probabilities[range]))
        try logSoftmax(row, layout, into: &inPlace, execution: table)
        #expect(inPlace.hasBits(of: logarithms[range]))
        var gradient = row
        let loss = try CrossEntropy().loss(
          row, layout, targets: target, execution: table)
        let again = try options.loss(
          row, layout, targets: target, upstream: 0.3, gradient: &gradient,
          execution: table)
        #expect([loss].hasBits(of: losses[sample...sample]))
        #expect([again].hasBits(of: lossesWithGradient[sample...sample]))
        #expect(gradient.hasBits(of: gradients[range]))
        gradient = row
        try options.loss(
          gradientInPlace: &gradient, layout, targets: target, upstream: 0.3,
          execution: table)
        #expect(gradient.hasBits(of: gradients[range]))
      }
    }
  }

  /// What is wrong with a single row has the error that it has in a batch, and
  /// nothing is written.
  @Test func errors() {
    let row: [Float] = [1, 2, 3]
    var output: [Float] = [7, 7, 7]
    func expect(
      _ error: LogitsError, _ options: CrossEntropy = CrossEntropy(),
      targets: [Int] = [1], execution: Execution = .automatic
    ) {
      #expect(throws: error) {
        try options.loss(
          row, .oneRow, targets: targets, gradient: &output,
          execution: execution)
      }
      #expect(output == [7, 7, 7])
    }
    for target in [-1, 3, Int.max, Int.min] {
      expect(
        .targetOutOfRange(row: 0, value: Int128(target), classes: 3),
        targets: [target])
    }
    expect(
      .sizeMismatch(.targets, expected: 1...1, actual: 2), targets: [0, 1])
    expect(.invalidThreads(0), execution: Execution(threads: 0))
    expect(
      .optionOutOfRange(.temperature, value: 0), CrossEntropy(temperature: 0))
    expect(
      .optionOutOfRange(.targetSumTolerance, value: -1),
      CrossEntropy(targetSumTolerance: -1))
    #expect(
      throws: LogitsError.targetOutOfRange(
        row: 0, value: Int128(UInt64.max), classes: 3)
    ) { try CrossEntropy().loss(row, .oneRow, targets: [UInt64.max]) }
    output = [7, 7]
    #expect(
      throws: LogitsError.sizeMismatch(.output, expected: 3...3, actual: 2)
    ) { try softmax(row, .oneRow, into: &output) }
    #expect(output == [7, 7])
  }

  /// An ignored target is ignored, an index that is not is a class.
  @Test func ignoredTarget() throws {
    let row: [Double] = [1, 2, 3]
    var gradient = [7.0, 7, 7]
    let ignoring = CrossEntropy(ignoreIndex: 1, reduction: .sum)
    #expect(
      try ignoring.loss(row, .oneRow, targets: [1], gradient: &gradient) == 0)
    #expect(gradient == [0, 0, 0])
    #expect(
      try ignoring.loss(row, .oneRow, targets: [2])
        == CrossEntropy().loss(row, .oneRow, targets: [2]))
    #expect(
      try CrossEntropy(ignoreIndex: 1).loss(row, .oneRow, targets: [1]).isNaN)
  }
}

extension Array where Element: BinaryFloatingPoint & BitwiseCopyable {
  /// Whether these are the same numbers, or NaN like them, with the same signs.
  fileprivate func hasBits(of others: ArraySlice<Element>) -> Bool {
    count == others.count
      && zip(self, others).allSatisfy {
        $0.isNaN ? $1.isNaN : $0 == $1 && $0.sign == $1.sign
      }
  }
}
