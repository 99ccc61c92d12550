import Logits
import TestSupport
import Testing

/// Losses and gradients from slices of the classes, with options, against those
/// of whole rows.
@Suite struct PartialLossTests {
  private static let samples = 23
  private static let classes = 60
  private static let slices = [0..<7, 7..<8, 8..<40, 40..<60]

  /// Rows with a mask in a whole slice, and one without a softmax.
  private func rows<Scalar: TestScalar>() -> [[Scalar]] {
    var rows = OperationBatch<Scalar>(
      samples: Self.samples, classes: Self.classes
    ).logits
    for i in 40..<60 { rows[3][i] = -.infinity }
    rows[4][9] = .nan
    rows[5] = rows[5].map { _ in -.infinity }
    return rows
  }

  /// None is in the mask.
  private let targets: [Int16] = (0..<samples).map { Int16($0 * 7 % 40) }
  private let weights: [Float] = (0..<samples).map { Float($0 % 5) / 4 }
  private let upstreams: [Double] = (0..<samples).map { Double($0 % 3) - 1 }

  private func slice<Scalar>(
    _ rows: [[Scalar]], _ classes: Range<Int>
  ) -> [Scalar] {
    rows.flatMap { $0[classes] }
  }

  private func options(
    _ options: CrossEntropy, _ classes: Range<Int>
  ) -> CrossEntropy {
    var ofSlice = options
    ofSlice.classWeights = options.classWeights.map { Array($0[classes]) }
    return ofSlice
  }

  private func whole<Scalar: TestScalar>(
    _ rows: [[Scalar]], _ criterion: CrossEntropy, _ execution: Execution
  ) throws -> [PartialCrossEntropy] {
    var whole = [PartialCrossEntropy](repeating: .empty, count: rows.count)
    for classes in Self.slices.reversed() {
      var parts = whole
      try options(criterion, classes).partialCrossEntropy(
        slice(rows, classes), .rows(of: classes.count), targets: targets,
        firstClass: classes.lowerBound, into: &parts, execution: execution)
      for r in rows.indices { whole[r] = whole[r].merged(with: parts[r]) }
    }
    return whole
  }

  @Test(arguments: Execution.tables)
  func lossesAndGradientsAreThoseOfWholeRows(_ execution: Execution) throws {
    for variant in LossVariant.all {
      for empty in [NegativeInfinityRows.nan, .zero] {
        var criterion = variant.criterion(classes: Self.classes)
        criterion.negativeInfinityRows = empty
        try check(Float.self, criterion, execution, variant.name)
        try check(Double.self, criterion, execution, variant.name)
      }
    }
  }

  private func check<Scalar: TestScalar>(
    _: Scalar.Type, _ criterion: CrossEntropy, _ execution: Execution,
    _ name: String
  ) throws {
    let rows: [[Scalar]] = rows()
    let logits = rows.flatMap { $0 }
    let layout = Layout.rows(of: Self.classes)
    let whole = try whole(rows, criterion, execution)
    // Logits of up to 9, in some 60 roundings.
    let accuracy = 512 * Double(Scalar.ulpOfOne)

    var losses = [Double](repeating: 7, count: Self.samples)
    try criterion.losses(of: whole, sampleWeights: weights, into: &losses)
    var expected = losses
    var expectedGradient = logits
    try criterion.losses(
      logits, layout, targets: targets, sampleWeights: weights,
      upstream: upstreams, into: &expected, gradient: &expectedGradient,
      execution: execution)
    for (r, (a, b)) in zip(losses, expected).enumerated() {
      #expect(isSame(a, b, accuracy), "\(name), row \(r): \(a), \(b)")
    }
    for classes in Self.slices {
      var gradient = slice(rows, classes)
      try options(criterion, classes).partialGradient(
        slice(rows, classes), .rows(of: classes.count), targets: targets,
        firstClass: classes.lowerBound, whole: whole, sampleWeights: weights,
        upstreams: upstreams, gradient: &gradient, execution: execution)
      for r in rows.indices {
        for (i, c) in classes.enumerated() {
          let found = Double(gradient[r * classes.count + i])
          let exact = Double(expectedGradient[r * Self.classes + c])
          #expect(
            isSame(found, exact, accuracy),
            "\(name), row \(r), class \(c): \(found), \(exact)")
        }
      }
    }
  }

  @Test func means() throws {
    var rows: [[Double]] = rows()
    rows[4] = rows[0]
    rows[5] = rows[1]
    let logits = rows.flatMap { $0 }
    for divisor in [Divisor.weights, .samples, .value(3)] {
      let criterion = CrossEntropy(
        classWeights: (0..<Self.classes).map { 1 + Double($0 % 3) },
        ignoreIndex: 2, labelSmoothing: 0.1)
      let whole = try whole(rows, criterion, .automatic)
      var expected = logits
      let loss = try criterion.loss(
        logits, .rows(of: Self.classes), targets: targets,
        sampleWeights: weights, divisor: divisor, upstream: 2,
        gradient: &expected)
      let found = try criterion.loss(
        of: whole, sampleWeights: weights, divisor: divisor)
      #expect(isSame(found, loss, 1e-13))
      let classes = Self.slices[2]
      var gradient = slice(rows, classes)
      try options(criterion, classes).partialGradient(
        slice(rows, classes), .rows(of: classes.count), targets: targets,
        firstClass: classes.lowerBound, whole: whole, sampleWeights: weights,
        divisor: divisor, upstream: 2, gradient: &gradient)
      for r in rows.indices {
        for (i, c) in classes.enumerated() {
          #expect(
            isSame(
              gradient[r * classes.count + i],
              expected[r * Self.classes + c], 1e-14))
        }
      }
    }
  }

  @Test func samplesOfDifferentClasses() throws {
    var parts = [PartialCrossEntropy](repeating: .empty, count: 1)
    try CrossEntropy().partialCrossEntropy(
      [1, 2] as [Float], .oneRow, targets: [0], firstClass: 0, into: &parts)
    let whole = [parts[0], parts[0].merged(with: parts[0])]
    var gradient: [Float] = [7, 7, 7, 7]
    #expect(throws: LogitsError.cannotMerge("2.0 and 4.0 classes")) {
      try CrossEntropy().partialGradient(
        [1, 2, 3, 4] as [Float], .rows(of: 2), targets: [0, 0], firstClass: 0,
        whole: whole, gradient: &gradient)
    }
    #expect(gradient == [7, 7, 7, 7])
    // A target in two slices is none.
    #expect(try CrossEntropy().loss(of: [whole[1]]).isNaN)
  }

  private func isSame(_ a: Double, _ b: Double, _ accuracy: Double) -> Bool {
    a.isNaN || b.isNaN
      ? a.isNaN && b.isNaN : a == b || abs(a - b) <= accuracy * (1 + abs(b))
  }
}
