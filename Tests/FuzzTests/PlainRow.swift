import TestSupport

/// What the textbook says of a row of any numbers, in a wider type.
struct PlainRow<Scalar: TestScalar> {
  typealias Wide = Scalar.Wide

  let logSumExp: Wide
  let softmax: [Wide]
  let logSoftmax: [Wide]
  let argmax: Int
  /// The largest difference whose power is not 0.
  let spread: Double

  init(_ row: [Scalar]) {
    let nan = row.firstIndex { $0.isNaN }
    var largest = 0
    for (i, x) in row.enumerated() where x > row[largest] { largest = i }
    argmax = nan ?? largest
    let m = Wide(row[argmax])
    guard m.isFinite else {
      // Infinities less themselves, and NaN.
      logSumExp = m
      softmax = row.map { _ in .nan }
      logSoftmax = softmax
      spread = 0
      return
    }
    let powers = row.map { Wide.exp(Wide($0) - m) }
    let sum = powers.reduce(0, +)
    let logSum = Wide.log(sum)
    logSumExp = m + logSum
    softmax = powers.map { $0 / sum }
    logSoftmax = row.map { Wide($0) - m - logSum }
    let farthest: Double = Scalar.self == Float.self ? 105 : 750
    spread = row.reduce(0) {
      let difference = Double(m - Wide($1))
      return difference < farthest ? max($0, difference) : $0
    }
  }
}
