import Logits

/// The mean of one value per sample, and its uncertainty.
struct SampledMean {
  private(set) var count = 0
  private var sum = ExactSum()
  private var squares = ExactSum()

  mutating func add(_ value: Double) {
    count += 1
    sum.add(value)
    squares.add(value * value)
  }

  /// NaN without samples.
  var mean: Double { sum.value / Double(count) }

  /// The standard error of the mean; NaN with fewer than two samples.
  var standardError: Double {
    guard count > 1 else { return .nan }
    let n = Double(count)
    let variance = (squares.value - n * mean * mean) / (n - 1)
    // Rounding can make it slightly negative.
    return ((variance < 0 ? 0 : variance) / n).squareRoot()
  }

  /// The 95 % confidence interval of the mean.
  var interval: (lower: Double, upper: Double) {
    let distance = 1.959_963_984_540_054 * standardError
    return (mean - distance, mean + distance)
  }
}

/// One value per sample, kept for their quantiles.
struct SampledValues {
  private(set) var mean = SampledMean()
  private var values: [Double] = []

  mutating func add(_ value: Double) {
    mean.add(value)
    values.append(value)
  }

  /// Quantiles, interpolated between neighbours; NaN counts as the largest.
  func quantiles(_ levels: [Double]) -> [Double] {
    let sorted = values.sorted { $1.isNaN ? !$0.isNaN : $0 < $1 }
    guard !sorted.isEmpty else { return levels.map { _ in .nan } }
    return levels.map { level in
      let position = level * Double(sorted.count - 1)
      let index = Int(position)
      let fraction = position - Double(index)
      guard fraction > 0 else { return sorted[index] }
      return sorted[index] * (1 - fraction) + sorted[index + 1] * fraction
    }
  }
}
