import Foundation

/// Textbook formulas, in Double.
enum Textbook {
  /// The 97.5 % quantile of the normal distribution.
  static let quantile = 1.959963984540054

  static func logSoftmax(
    _ row: [Double], temperature: Double = 1
  ) -> [Double] {
    let scaled = row.map { $0 / temperature }
    let largest = scaled.max() ?? 0
    let logSum = log(scaled.reduce(0) { $0 + exp($1 - largest) })
    return scaled.map { $0 - largest - logSum }
  }

  /// Σ p log (p / q) for the softmax of two rows.
  static func divergence(_ row: [Double], _ other: [Double]) -> Double {
    zip(logSoftmax(row), logSoftmax(other)).reduce(0) {
      $0 + exp($1.0) * ($1.0 - $1.1)
    }
  }

  /// ½ Σ (p log (p / m) + q log (q / m)), m = (p + q) / 2, for the softmax of two
  /// rows.
  static func jensenShannon(_ row: [Double], _ other: [Double]) -> Double {
    zip(logSoftmax(row), logSoftmax(other)).reduce(0) {
      let (p, q) = (exp($1.0), exp($1.1))
      let logMean = log((p + q) / 2)
      return $0 + (p * ($1.0 - logMean) + q * ($1.1 - logMean)) / 2
    }
  }

  /// The k largest, the first of equal ones first.
  static func top(_ k: Int, _ row: [Double]) -> [Int] {
    Array(row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }.prefix(k))
  }

  /// The first of the largest.
  static func argmax(_ row: [Double]) -> Int {
    row.indices.max { row[$0] == row[$1] ? $0 > $1 : row[$0] < row[$1] } ?? -1
  }

  static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The sample standard deviation over √n.
  static func standardError(_ values: [Double]) -> Double {
    let mean = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let n = Double(values.count)
    return (squares / (n - 1) / n).squareRoot()
  }

  /// Both solutions p of Wilson's equation (a − p)² = z² p (1 − p) / n.
  static func wilson(_ a: Double, _ count: Int) -> [Double] {
    let ratio = quantile * quantile / Double(count)
    // (1 + ratio) p² − (2 a + ratio) p + a² = 0
    let b = 2 * a + ratio
    let root = (b * b - 4 * (1 + ratio) * a * a).squareRoot()
    return [(b - root) / (2 * (1 + ratio)), (b + root) / (2 * (1 + ratio))]
  }

  /// The rows of a matrix.
  static func rows(_ values: [Double], _ classes: Int) -> [[Double]] {
    stride(from: 0, to: values.count, by: classes).map {
      Array(values[$0..<$0 + classes])
    }
  }
}

func isNear(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  abs(a - b) <= tolerance
}

func isNear(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1, tolerance) }
}
