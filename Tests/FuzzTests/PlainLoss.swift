import Logits
import TestSupport

/// The textbook's formulas with all options.
extension CrossEntropy {
  init(classes: Int, using generator: inout some RandomNumberGenerator) {
    self.init()
    if generator.once(in: 2) {
      classWeights = (0..<classes).map { _ in
        generator.once(in: 8) ? 0 : 2 * generator.fraction()
      }
    }
    ignoreIndex = generator.one(of: [nil, -100, 0])
    labelSmoothing = generator.one(of: [0, 0.1, 0.7, 1])
    zLoss = generator.one(of: [0, 0, 1e-4, 0.5])
    temperature = generator.one(of: [1, 1, 0.7, 4])
    softcap = generator.one(of: [.infinity, .infinity, 30, 4])
  }

  /// The loss of a row and its gradient, for a class.
  func exactLoss<Wide: OracleScalar>(
    _ row: [Wide], target: Int
  ) -> (loss: Wide, gradient: [Wide]) {
    if target == ignoreIndex { return (0, row.map { _ in 0 }) }
    return exactLoss(row, targets: row.indices.map { $0 == target ? 1 : 0 })
  }

  /// The same for a probability of each class.
  func exactLoss<Wide: OracleScalar>(
    _ row: [Wide], targets: [Wide]
  ) -> (loss: Wide, gradient: [Wide]) {
    let tanhs = row.map { Wide.tanh($0 / Wide(softcap)) }
    let z = row.indices.map { c in
      (softcap < .infinity ? Wide(softcap) * tanhs[c] : row[c])
        / Wide(temperature)
    }
    let plain = PlainRow(z)
    guard !plain.softmax[0].isNaN else {
      return (.nan, row.map { _ in .nan })
    }
    let smoothing = Wide(labelSmoothing)
    let t: [Wide] = targets.indices.map { c in
      Wide(classWeights?[c] ?? 1)
        * ((1 - smoothing) * targets[c] + smoothing / Wide(row.count))
    }
    let sumOfT = t.reduce(0, +)
    var loss = Wide(zLoss) * plain.logSumExp * plain.logSumExp
    for c in row.indices where t[c] != 0 { loss -= t[c] * plain.logSoftmax[c] }
    let factor = sumOfT + 2 * Wide(zLoss) * plain.logSumExp
    let gradient = row.indices.map { c in
      let slope = softcap < .infinity ? 1 - tanhs[c] * tanhs[c] : 1
      return (plain.softmax[c] * factor - t[c]) * slope / Wide(temperature)
    }
    return (loss, gradient)
  }
}
