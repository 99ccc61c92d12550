import Logits

/// The figures of one sample, as the textbooks have them, in a wider type.
package struct ExactEvaluation<Wide: OracleScalar> {
  package let logSumExp: Wide
  package let loss: Wide
  package let confidence: Wide
  package let entropy: Wide
  package let brier: Wide
}

extension Oracle {
  /// The figures of a row after temperature and softcap.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package static func evaluation(
    _ row: [Scalar], target: Int, temperature: Double = 1,
    softcap: Double = .infinity
  ) -> ExactEvaluation<Wide> {
    let z = row.map { x in
      let capped =
        softcap < .infinity
        ? Wide(softcap) * Wide.tanh(Wide(x) / Wide(softcap)) : Wide(x)
      return capped / Wide(temperature)
    }
    let m = z.reduce(-Wide.infinity) { Swift.max($0, $1) }
    let sum = z.reduce(Wide(0)) { $0 + Wide.exp($1 - m) }
    let logSum = Wide.log(sum)
    let p = z.map { Wide.exp($0 - m) / sum }
    return ExactEvaluation(
      logSumExp: m + logSum, loss: logSum - (z[target] - m),
      confidence: p.reduce(0) { Swift.max($0, $1) },
      entropy: p.reduce(Wide(0)) { $1 == 0 ? $0 : $0 - $1 * Wide.log($1) },
      brier: p.enumerated().reduce(Wide(0)) {
        let distance = $1.element - ($1.offset == target ? 1 : 0)
        return $0 + distance * distance
      })
  }

  /// How many classes a stable sort puts before the target, NaN first and then
  /// the large ones.
  package static func rank(_ row: [Scalar], target: Int) -> Int {
    let order = row.indices.sorted { a, b in
      let (x, y) = (row[a], row[b])
      if x.isNaN || y.isNaN {
        return x.isNaN && y.isNaN ? a < b : x.isNaN
      }
      return x == y ? a < b : x > y
    }
    return order.firstIndex(of: target) ?? -1
  }
}

extension SampleEvaluation {
  /// All that it says, bit for bit: NaN is the same as NaN.
  package var bits: [UInt64] {
    [loss, weight, logSumExp, confidence, entropy, brier].map {
      $0.isNaN ? Double.nan.bitPattern : $0.bitPattern
    } + [prediction, rank].map { UInt64(bitPattern: Int64($0)) }
  }
}
