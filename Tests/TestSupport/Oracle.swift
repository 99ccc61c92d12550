/// The formulas of a textbook over one row, in a wider type.
///
/// They are written as they stand there; nothing of the library is used.
package enum Oracle<Scalar: TestScalar> {
  package typealias Wide = Scalar.Wide

  package static func logSumExp(_ row: [Scalar]) -> Wide {
    let m = maximum(row)
    return m + Wide.log(row.reduce(0) { $0 + Wide.exp(Wide($1) - m) })
  }

  package static func softmax(_ row: [Scalar]) -> [Wide] {
    let m = maximum(row)
    let powers = row.map { Wide.exp(Wide($0) - m) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  package static func logSoftmax(_ row: [Scalar]) -> [Wide] {
    let m = maximum(row)
    let logSum = logSumExp(row) - m
    return row.map { (Wide($0) - m) - logSum }
  }

  package static func crossEntropy(_ row: [Scalar], target: Int) -> Wide {
    -logSoftmax(row)[target]
  }

  package static func crossEntropy(
    _ row: [Scalar], targets: [Scalar]
  ) -> Wide {
    zip(logSoftmax(row), targets).reduce(0) {
      $1.1 == 0 ? $0 : $0 - Wide($1.1) * $1.0
    }
  }

  package static func crossEntropy(
    probabilities: [Scalar], targets: [Scalar]
  ) -> Wide {
    zip(probabilities, targets).reduce(0) {
      $1.1 == 0 ? $0 : $0 - Wide($1.1) * Wide.log(Wide($1.0))
    }
  }

  private static func maximum(_ row: [Scalar]) -> Wide {
    Wide(row.reduce(-Scalar.infinity) { Swift.max($0, $1) })
  }
}
