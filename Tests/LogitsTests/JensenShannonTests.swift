import Logits
import TestSupport
import Testing

/// Jensen-Shannon divergences against ½ Σ (p log (p / m) + q log (q / m)) in a
/// wider type, also where models nearly agree.
@Suite struct JensenShannonTests {
  private func divergences<Scalar: LogitScalar>(
    _ rows: [Scalar], _ layout: Layout, from others: [Scalar],
    otherStride: Int? = nil, _ execution: Execution = .automatic
  ) throws -> [Double] {
    let samples = try logSumExp(rows, layout).count
    var results = [Double](repeating: .nan, count: samples)
    try rows.withUnsafeBufferPointer { rows in
      try others.withUnsafeBufferPointer { others in
        try results.withUnsafeMutableBufferPointer { results in
          try computeDivergences(
            Elements(rows), layout, from: Elements(others),
            otherStride: otherStride,
            into: DivergenceResults(jensenShannon: SampleNumbers(results)),
            execution)
        }
      }
    }
    return results
  }

  /// As it stands in a textbook.
  private func exact(_ row: [Double], _ other: [Double]) -> Double.Wide {
    let (p, q) = (Oracle.softmax(row), Oracle.softmax(other))
    return zip(p, q).reduce(0) { sum, pair in
      let mean = (pair.0 + pair.1) / 2
      func term(_ p: Double.Wide) -> Double.Wide {
        p == 0 ? 0 : p * Double.Wide.log(p / mean)
      }
      return sum + (term(pair.0) + term(pair.1)) / 2
    }
  }

  private func noise(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
  }

  /// The relative error grows as the divergence gets smaller.
  ///
  /// Each power is off by some roundings and half its distance from the largest,
  /// here 6; so is t, of which the divergence is half the mean square. Besides, the
  /// logarithms of a textbook cancel, to the last digit of the wider type.
  @Test(
    arguments: [1, 2, 7, 40, 255, 256, 257, 1000],
    [10, 1, 0.1, 1e-2, 1e-3, 1e-4, 3e-5])
  func keepsItsDigits(_ classes: Int, _ distance: Double) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let samples = 5
      let rows = noise(samples * classes, seed: 1).map { Scalar(3 * $0) }
      let others = zip(rows, noise(rows.count, seed: 2)).map {
        Scalar(Double($0) + distance * $1)
      }
      for table in Execution.tables {
        let found = try divergences(
          rows, .rows(of: classes), from: others, table)
        for (i, divergence) in found.enumerated() {
          let range = i * classes..<(i + 1) * classes
          let exact = exact(
            rows[range].map { Double($0) }, others[range].map { Double($0) })
          let tolerance =
            4e-15 * (Double(exact).magnitude.squareRoot() + Double(exact))
            + 4 * Double(Double.Wide.ulpOfOne)
          #expect(
            abs(Double(Double.Wide(divergence) - exact)) <= tolerance,
            "\(divergence) \(exact) \(table)")
          #expect(divergence >= 0)
        }
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// Bit for bit.
  @Test(arguments: [1, 2, 17, 300])
  func isSymmetricAndZeroOfTheSame(_ classes: Int) throws {
    let rows = noise(4 * classes, seed: 3).map { Float(20 * $0) }
    let others = noise(4 * classes, seed: 4).map { Float(20 * $0) }
    let layout = Layout.rows(of: classes)
    let found = try divergences(rows, layout, from: others)
    #expect(found == (try divergences(others, layout, from: rows)))
    #expect(try divergences(rows, layout, from: rows) == [0, 0, 0, 0])
  }

  /// Gaps between rows, and planes, give the same bits; so do threads.
  @Test(arguments: [2, 17, 300])
  func layouts(_ classes: Int) throws {
    let samples = 6
    let rows = noise(samples * classes, seed: 5).map { 5 * $0 }
    let others = noise(samples * classes, seed: 6).map { 5 * $0 }
    let expected = try divergences(rows, .rows(of: classes), from: others)
    let gap = Batch<Double>(samples: samples, classes: classes, gap: 3) {
      others[$0 * classes + $1]
    }
    #expect(
      expected
        == (try divergences(
          rows, .rows(of: classes),
          from: Array(gap.storage.prefix(samples * (classes + 3))),
          otherStride: classes + 3)))
    // Two stacks of three positions.
    func planes(_ rows: [Double]) -> [Double] {
      (0..<2).flatMap { stack in
        (0..<classes).flatMap { c in
          (0..<3).map { rows[(3 * stack + $0) * classes + c] }
        }
      }
    }
    let layout = Layout.planes(classes: classes, positions: 3)
    #expect(
      expected == (try divergences(planes(rows), layout, from: planes(others))))
    #expect(
      expected
        == (try divergences(
          rows, .rows(of: classes), from: others, Execution(threads: 3))))
  }

  @Test(arguments: Execution.tables, [2, 40, 600])
  func endsOfTheRange(_ table: Execution, _ classes: Int) throws {
    let equal = [Float](repeating: 1, count: classes)
    func only(_ index: Int, _ others: Float = -.infinity) -> [Float] {
      var row = [Float](repeating: others, count: classes)
      row[index] = 2
      return row
    }
    func divergence(_ row: [Float], _ other: [Float]) throws -> Double {
      // Between rows that have nothing to do with it.
      let found = try divergences(
        equal + row + equal, .rows(of: classes), from: equal + other + equal,
        table)
      #expect(found[0] == 0 && found[2] == 0)
      return found[1]
    }
    let last = classes - 1
    let log2 = Double.log(2)
    #expect(abs(try divergence(only(0), only(last)) - log2) < 1e-15)
    #expect(abs(try divergence(only(0, -2000), only(last)) - log2) < 1e-15)
    #expect(try divergence(only(last), only(last)) == 0)
    // p is 1, and q 1/n for all.
    let n = Double(classes)
    let exact =
      (Double.log(2 * n / (n + 1)) + Double.log(2 / (n + 1)) / n
        + (1 - 1 / n) * log2) / 2
    #expect(abs(try divergence(only(0), equal) - exact) < 1e-14)
    for number in [Float.nan, .infinity] {
      var row = equal
      row[last] = number
      #expect(try divergence(row, equal).isNaN)
      #expect(try divergence(equal, row).isNaN)
    }
    let least = [Float](repeating: -.infinity, count: classes)
    #expect(try divergence(least, equal).isNaN)
    #expect(try divergence(equal, least).isNaN)
  }

  /// More classes than are kept, whose exponentials are computed twice: a row that
  /// is shorter by masked classes has the same divergence.
  @Test func longRows() throws {
    let classes = 1 << 18
    let rows = noise(classes, seed: 9).map { Float(3 * $0) }
    let others = zip(rows, noise(classes, seed: 10)).map {
      $0 + Float(0.01 * $1)
    }
    let masked = [Float](repeating: -.infinity, count: 700)
    let kept = try divergences(rows, .oneRow, from: others)[0]
    let found = try divergences(
      rows + masked, .oneRow, from: others + masked)[0]
    #expect(found == kept)
    let exact = exact(rows.map { Double($0) }, others.map { Double($0) })
    #expect(
      abs(Double(Double.Wide(found) - exact))
        <= 4e-15 * Double(exact).squareRoot())
  }

  @Test func halves() throws {
    let rows = noise(3 * 50, seed: 7).map { BFloat16(Float($0)) }
    let others = noise(3 * 50, seed: 8).map { BFloat16(Float($0)) }
    func widened(_ numbers: [BFloat16]) -> [Float] {
      numbers.map { Float(bitPattern: UInt32($0.bitPattern) << 16) }
    }
    let wide = try divergences(
      widened(rows), .rows(of: 50), from: widened(others))
    var results = [0.0, 0, 0]
    try rows.withUnsafeBufferPointer { rows in
      try others.withUnsafeBufferPointer { others in
        try results.withUnsafeMutableBufferPointer { results in
          try computeDivergences(
            Elements(rows), .rows(of: 50), from: Elements(others),
            otherStride: nil,
            into: DivergenceResults(jensenShannon: SampleNumbers(results)),
            .automatic)
        }
      }
    }
    #expect(results == wide)
  }
}
