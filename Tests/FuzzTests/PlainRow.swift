import TestSupport

/// The formulas of a textbook for a row of any numbers, in their type.
struct PlainRow<Wide: OracleScalar> {
  let logSumExp: Wide
  let softmax: [Wide]
  let logSoftmax: [Wide]
  let argmax: Int

  init(_ row: [Wide]) {
    let nan = row.firstIndex { $0.isNaN }
    var largest = 0
    for (i, x) in row.enumerated() where x > row[largest] { largest = i }
    argmax = nan ?? largest
    let m = row[argmax]
    guard m.isFinite else {
      // Infinities less themselves, and NaN.
      logSumExp = m
      softmax = row.map { _ in .nan }
      logSoftmax = softmax
      return
    }
    let powers = row.map { Wide.exp($0 - m) }
    let sum = powers.reduce(0, +)
    let logSum = Wide.log(sum)
    logSumExp = m + logSum
    softmax = powers.map { $0 / sum }
    logSoftmax = row.map { $0 - m - logSum }
  }

  /// The largest difference whose power is not 0 in a type.
  func spread<Scalar: TestScalar>(_ row: [Wide], _: Scalar.Type) -> Double {
    let m = row[argmax]
    guard m.isFinite else { return 0 }
    let farthest: Double = Scalar.self == Float.self ? 105 : 750
    return row.reduce(0) {
      let difference = Double(m - $1)
      return difference < farthest ? max($0, difference) : $0
    }
  }
}
