import Logits

/// A number of each sample, and what they say together.
struct SampledValues {
  private var values: [Double] = []
  private var sum = ExactSum()
  private var squares = ExactSum()

  mutating func add(_ value: Double) {
    values.append(value)
    sum.add(value)
    squares.add(value * value)
  }

  var count: Int { values.count }

  /// NaN without samples.
  var mean: Double { sum.value / Double(count) }

  /// The standard error of the mean; NaN with less than two samples.
  var standardError: Double {
    guard count > 1 else { return .nan }
    let n = Double(count)
    let variance = (squares.value - n * mean * mean) / (n - 1)
    // Rounding can leave a little less than nothing.
    return ((variance < 0 ? 0 : variance) / n).squareRoot()
  }

  /// What holds the mean over all samples there are with a probability of 95 %.
  var interval: (lower: Double, upper: Double) {
    let distance = 1.959_963_984_540_054 * standardError
    return (mean - distance, mean + distance)
  }

  /// The values below which these parts of the samples lie, interpolated between
  /// neighbours; NaN counts as the largest.
  func quantiles(_ parts: [Double]) -> [Double] {
    let sorted = values.sorted { $1.isNaN ? !$0.isNaN : $0 < $1 }
    return parts.map { part in
      guard let last = sorted.last else { return .nan }
      let place = part * Double(sorted.count - 1)
      let index = Int(place)
      guard index + 1 < sorted.count, place > Double(index) else {
        return index < sorted.count ? sorted[index] : last
      }
      let fraction = place - Double(index)
      return sorted[index] * (1 - fraction) + sorted[index + 1] * fraction
    }
  }
}
