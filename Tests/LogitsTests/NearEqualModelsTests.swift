import Foundation
import Logits
import TestSupport
import Testing

/// Divergences of models that are nearly equal, where Σ p (log p − log q) is a
/// small difference of large terms: they have to keep their digits.
@Suite struct NearEqualModelsTests {
  /// Σ (p d − p + q), d = log p − log q, in the wider type.
  ///
  /// d is x − y less what all classes share: an error of that counts squared.
  private func divergence<Scalar: TestScalar>(
    _ row: [Scalar], _ other: [Scalar]
  ) -> Scalar.Wide {
    let (total, otherTotal) = (Oracle.logSumExp(row), Oracle.logSumExp(other))
    return zip(row, other).reduce(0) {
      let (x, y) = (Scalar.Wide($1.0), Scalar.Wide($1.1))
      let p = Scalar.Wide.exp(x - total)
      if p == 0 { return $0 + Scalar.Wide.exp(y - otherTotal) }
      return $0 + p * remainder((x - y) - (total - otherTotal))
    }
  }

  /// d − 1 + e^−d, which near 0 is d²/2 − d³/6 + … .
  private func remainder<Wide: OracleScalar>(_ d: Wide) -> Wide {
    if abs(d) > 0.1 { return d - 1 + Wide.exp(-d) }
    var (term, sum) = (-d, Wide(0))
    for k in 2...16 {
      term *= -d / Wide(k)
      sum += term
    }
    return sum
  }

  /// The relative error, in ε, of divergences where d is below ½.
  ///
  /// Errors of the powers are relative ones of the terms, twice with their sum.
  /// The other roundings may be 4 times larger in the divergence: of terms of
  /// both sums, 10, and of additions, half of one in each of three sums and in
  /// one of them twice.
  private func tolerance<Scalar: TestScalar>(
    _: Scalar.Type, _ classes: Int, spread: Double
  ) -> Double {
    let lanes = 64 / MemoryLayout<Scalar>.size
    let additions = Double(min(classes / lanes, 64) + 1)
    let power = 1 + spread / 2 + 0.023 * spread
    return 2 * power + 4 * (10 + 2 * additions)
  }

  private func check<Scalar: TestScalar>(
    _ rows: [[Scalar]], _ others: [[Scalar]], _ name: String,
    spread: Double = 40
  ) throws {
    let classes = rows[0].count
    let exact = zip(rows, others).map { divergence($0, $1) }
    let shape = BatchShape(samples: rows.count, classes: classes)
    let tolerance = tolerance(Scalar.self, classes, spread: spread)
    let ofOracle = pow(32 * Double(Scalar.Wide.ulpOfOne), 2)
    for table in Execution.tables {
      let found: [Scalar] = try klDivergence(
        rows.flatMap(\.self), shape.layout, from: others.flatMap(\.self),
        execution: table)
      let far = violations(found, exact) {
        Double($0) * tolerance + ofOracle / Double(Scalar.ulpOfOne)
      }
      #expect(far == [], "\(name), \(table)")
    }
    if Scalar(0) is Float { #expect(tolerance * 0x1p-23 < 1e-4) }
  }

  private struct Normal {
    var generator: SeededGenerator

    mutating func next() -> Double {
      let size = -2 * log(Double.random(in: 0x1p-53..<1, using: &generator))
      let angle = Double.random(in: 0..<2 * .pi, using: &generator)
      return size.squareRoot() * cos(angle)
    }
  }

  private func normal(
    _ samples: Int, _ classes: Int, seed: UInt64
  ) -> [[Double]] {
    var numbers = Normal(generator: SeededGenerator(seed: seed))
    return (0..<samples).map { _ in
      (0..<classes).map { _ in numbers.next() }
    }
  }

  /// A multiple of 2⁻⁵⁴: the oracle's x − y is exact then.
  private func multiple(_ x: Double) -> Double {
    (x * 0x1p54).rounded() * 0x1p-54
  }

  // Also where all logits of one model are higher: that leaves d alone, but for
  // what the logits themselves have lost by it.
  @Test(arguments: [
    (40, 2), (40, 10), (20, 100), (20, 128), (20, 129), (10, 1000), (2, 32000),
    (1, 200_000),
  ])
  func perturbed(_ samples: Int, _ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let logits = normal(samples, classes, seed: 1)
      let noise = normal(samples, classes, seed: 2)
      for scale in [1, 4.0] {
        let rows = logits.map { $0.map { Scalar(multiple(scale * $0)) } }
        for size in [1e-2, 1e-3, 1e-4, 1e-5, 1e-6] {
          for offset in [0, 100.0] {
            let others = zip(rows, noise).map { row, noise in
              zip(row, noise).map {
                Scalar(multiple(Double($0) + size * $1 + offset))
              }
            }
            try self.check(
              rows, others, "\(scale) ± \(size) + \(offset)")
          }
        }
      }
    }
    try check(Float.self)
    #if arch(x86_64)
    try check(Double.self)
    #endif
  }

  /// A copy in half precision, by Dekker's splitting: 11 bits, or 8.
  @Test(arguments: [11, 8])
  func copies(_ bits: Int) throws {
    let rows = normal(40, 32000, seed: 3).map { $0.map(Float.init) }
    let factor = Float(sign: .plus, exponent: 24 - bits, significand: 1) + 1
    let others = rows.map {
      $0.map { x in factor * x - (factor * x - x) }
    }
    try check(rows, others, "\(bits) bits")
  }

  /// Where the largest logit is no measure of the others.
  ///
  /// The first constant is far off then, and a second sweep needed.
  @Test(arguments: [10, 100, 1000, 32000])
  func onlyTheLargestDiffers(_ classes: Int) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let noise = normal(20, classes, seed: 4)
      for difference in [-0.3, -1e-2, 1e-3, 0.4] {
        var rows = noise.map { $0.map { Scalar(0.1 * $0) } }
        var others = rows
        for i in rows.indices {
          rows[i][i % classes] = 1
          others[i][i % classes] = Scalar(1 + difference)
        }
        try self.check(rows, others, "\(difference)")
      }
    }
    try check(Float.self)
    #if arch(x86_64)
    try check(Double.self)
    #endif
  }

  /// Classes that only one of the models excludes, or all but.
  @Test(arguments: [-Float.infinity, -300, -90, -60], [10, 100, 1000])
  func almostExcluded(_ excluded: Float, _ classes: Int) throws {
    let rows = normal(20, classes, seed: 5).map { $0.map(Float.init) }
    var others = rows
    var without = rows
    for i in rows.indices {
      others[i][(7 * i + 1) % classes] = -20
      without[i][(7 * i + 1) % classes] = excluded
    }
    // The powers of the excluded ones need not be exact beside the others.
    try check(without, others, "\(excluded)")
  }

  /// Far apart: errors of both logarithms, and of the differences.
  @Test(arguments: [2, 10, 100, 129, 1000])
  func farApart(_ classes: Int) throws {
    let (logits, noise) = (
      normal(20, classes, seed: 6), normal(20, classes, seed: 7)
    )
    for (scale, otherScale) in [
      (1, 2), (1, 0.1), (4, 4), (4, 40), (40, 4), (400, 400), (1e4, 1e4),
    ] as [(Double, Double)] {
      let rows = logits.map { $0.map { Float(scale * $0) } }
      let others = zip(logits, noise).map {
        zip($0, $1).map { Float(otherScale * ($0 + $1)) }
      }
      let exact = zip(rows, others).map { divergence($0, $1) }
      for table in Execution.tables {
        let found: [Float] = try klDivergence(
          rows.flatMap(\.self), .rows(of: classes),
          from: others.flatMap(\.self), execution: table)
        let size = 5 * max(scale, otherScale)
        let far = violations(found, exact) {
          (16 + Double($0))
            * tolerance(Float.self, classes, spread: min(size, 90))
        }
        #expect(far == [], "\(scale), \(otherScale), \(table)")
      }
    }
  }
}
