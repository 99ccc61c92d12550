import Logits
import TestSupport
import Testing

/// Operations on planes give what they give for the same samples as rows.
@Suite struct PlaneTests {
  typealias Case = (outer: Int, classes: Int, positions: Int)

  /// Runs of fewer positions than a vector has, of several tiles, and of classes
  /// in several segments.
  static let cases: [Case] = few + many

  private static let few: [Case] = (1...17).flatMap { positions in
    [1, 2, 21].map { (3, $0, positions) }
  }

  private static let many: [Case] = [
    (1, 48, 64), (1, 49, 63), (1, 96, 33), (1, 97, 64), (3, 127, 5),
    (1, 128, 49), (3, 129, 3), (1, 130, 196), (3, 21, 196), (1, 1000, 49),
    (3, 1000, 2), (1, 2, 4096), (3, 21, 4096), (0, 3, 5), (40, 100, 7),
    (1, 300, 260), (1, 512, 65), (1, 513, 64), (1, 1025, 18), (1, 2049, 9),
    (2, 4100, 3),
  ]

  @Test(arguments: Execution.tables, cases)
  func sameAsRows(_ table: Execution, _ shape: Case) throws {
    try check(RowOperations<Float>.allVaried, shape, table)
    try check(RowOperations<Double>.allVaried, shape, table)
    try check(RowOperations<BFloat16>.ofAnyLogitsVaried, shape, table)
    #if !(os(macOS) && arch(x86_64))
    try check(RowOperations<Float16>.ofAnyLogitsVaried, shape, table)
    #endif
  }

  /// Infinite numbers and NaN among the logits, in one segment or several.
  @Test(
    arguments: Execution.tables,
    [
      (3, 1, 7), (3, 2, 30), (1, 21, 100), (2, 49, 17), (3, 130, 9),
      (1, 2100, 17),
    ]
      as [Case])
  func specialNumbers(_ table: Execution, _ shape: Case) throws {
    try checkSpecial(RowOperations<Float>.allVaried, shape, table)
    try checkSpecial(RowOperations<Double>.allVaried, shape, table)
    try checkSpecial(RowOperations<BFloat16>.ofAnyLogitsVaried, shape, table)
  }

  /// The same at pages that cannot be read, around which nothing is written.
  @Test(arguments: Execution.tables, [1, 2, 21, 49, 130])
  func atAnUnreadablePage(_ table: Execution, _ classes: Int) throws {
    for positions in [2, 3, 7, 15, 16, 17, 33, 65] {
      let shape = (3, classes, positions)
      for place in [BufferPlace.beforePage(gap: 0), .afterPage(gap: 0)] {
        try check(RowOperations<Float>.allVaried, shape, table, place)
        try check(RowOperations<Double>.allVaried, shape, table, place)
        try check(
          RowOperations<BFloat16>.ofAnyLogitsVaried, shape, table, place)
      }
    }
  }

  /// The same bits with any number of threads.
  @Test(
    arguments: Execution.tables, [(2, 21, 16000), (3000, 100, 7)] as [Case])
  func anyNumberOfThreads(_ table: Execution, _ shape: Case) throws {
    let memory = try Self.memory(Float.self, shape)
    for operation in RowOperations<Float>.allVaried
    where operation.form != .newArray {
      try expectTheSame(with: [2, 3], table, name: "\(operation.name)") {
        let value = try memory.runOnPlanes(operation, $0)
        let numbers =
          [Float(value)] + memory.planes.output + memory.planes.numbers
        return numbers.map(\.bitPattern)
      }
    }
  }

  @Test func layouts() throws {
    let logits = [Float](repeating: 1, count: 12)
    #expect(
      BatchShape(outer: 3, classes: 4, positions: 1)
        == BatchShape(samples: 3, classes: 4))
    #expect(
      try softmax(logits, .planes(classes: 3, positions: 2))
        == [Float](repeating: 1 / 3, count: 12))
    #expect(
      try softmax([Float](), .planes(classes: 3, positions: 2)) == [])
    #expect(
      throws: LogitsError.notWholePlanes(
        .logits, count: 12, classes: 3, positions: 3)
    ) { try softmax(logits, .planes(classes: 3, positions: 3)) }
    for layout in [
      .planes(classes: 2, positions: .max),
      .planes(classes: .max, positions: 3),
      .planes(classes: 1 << 40, positions: 1 << 30),
      .planes(classes: 3, positions: 0), .planes(classes: 0, positions: 3),
      .planes(classes: -3, positions: -4),
    ] as [Layout] {
      #expect(throws: LogitsError.self) { try softmax(logits, layout) }
    }
  }

  private static func memory<Logit: TestLogit>(
    _: Logit.Type, _ shape: Case, _ place: BufferPlace = .heap
  ) throws -> PlaneMemory<Logit> {
    try PlaneMemory(
      OperationBatch(
        samples: shape.outer * shape.positions, classes: shape.classes),
      outer: shape.outer, positions: shape.positions, place)
  }

  private func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ shape: Case,
    _ table: Execution, _ place: BufferPlace = .heap
  ) throws {
    try check(
      operations, Self.memory(Logit.self, shape, place), "\(shape)", table)
  }

  private func checkSpecial<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ shape: Case, _ table: Execution
  ) throws {
    var batch = OperationBatch<Logit>(
      samples: shape.outer * shape.positions, classes: shape.classes)
    typealias Scalar = Logit.Scalar
    for (s, value) in zip(
      0..<batch.samples,
      [-.infinity, .infinity, .nan] as [Scalar] + Array(repeating: 0, count: 3))
    {
      let special = Logit(nearest: value)
      batch.logits[s][s % shape.classes] = special
      batch.logits[batch.samples - 1 - s] = batch.logits[0].map { _ in special }
    }
    try check(
      operations,
      PlaneMemory(batch, outer: shape.outer, positions: shape.positions),
      "\(shape), special", table)
  }

  private func check<Logit: TestLogit>(
    _ operations: [RowOperations<Logit>.Row], _ memory: PlaneMemory<Logit>,
    _ name: String, _ table: Execution
  ) throws {
    let (rows, planes) = (memory.rows, memory.planes)
    for operation in operations where operation.form != .newArray {
      let expected = try rows.run(operation, table)
      let found = try memory.runOnPlanes(operation, table)
      let comparison = PlaneComparison(operation, classes: rows.shape.classes)
      var differences =
        comparison.differences([found], [expected])
        + comparison.differences(
          memory.outputOfPlanes(), memory.outputOfRows())
        + comparison.differences(
          planes.numbers.map { Double($0) }, rows.numbers.map { Double($0) })
      if operation.name.hasPrefix("argmax"),
        Array(planes.predictions) != Array(rows.predictions)
      {
        differences.append("predictions")
      }
      if operation.name.hasPrefix("evaluate") {
        differences += comparison.differences(
          planes.evaluations.flatMap(\.figures),
          rows.evaluations.flatMap(\.figures))
      }
      if operation.name.hasPrefix("partial") {
        differences += comparison.differences(
          planes.partials.flatMap(\.figures), rows.partials.flatMap(\.figures))
      }
      #expect(
        differences.isEmpty && planes.surroundingsAreUntouched,
        "\(operation.name), \(Logit.self), \(name): \(differences.prefix(3))")
    }
    #expect(planes.inputsAreUntouched)
  }
}

/// How far the results of one layout may be from those of another.
private struct PlaneComparison<Logit: TestLogit> {
  private let tolerance: Double

  init(_ operation: RowOperations<Logit>.Row, classes: Int) {
    let bounds = Bounds<Logit.Scalar>(
      classes: classes, spread: 18, backend: .swift)
    let hasSums =
      !operation.takes.isDisjoint(with: [.targetProbabilities, .upstream])
    // Each of the two may be off.
    tolerance =
      2 * bounds.loss(targetSum: hasSums ? Double(classes) : 4)
      * Double(Logit.Scalar.ulpOfOne)
  }

  func differences(_ found: [Double], _ expected: [Double]) -> [String] {
    zip(found, expected).enumerated().compactMap { index, pair in
      let (found, expected) = pair
      if found == expected || found.isNaN && expected.isNaN { return nil }
      if abs(found - expected) <= tolerance * max(1, abs(expected)) {
        return nil
      }
      return "[\(index)]: \(found) instead of \(expected)"
    }
  }
}

extension SampleEvaluation {
  /// The indices times a number that makes any difference too large.
  fileprivate var figures: [Double] {
    [loss, weight, logSumExp, confidence, entropy, brier]
      + [prediction, rank].map { Double($0) * 1e9 }
  }
}

extension PartialCrossEntropy {
  fileprivate var figures: [Double] {
    [maximum, sum, targetLogit, hasTarget ? 1e9 : 0]
  }
}
