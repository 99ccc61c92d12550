// How far the figures of these samples may be from those of all there are.
extension EvaluationSummary {
  /// The normal distribution has 2.5 % above it.
  private static let quantile = 1.959_963_984_540_054

  /// The standard error of the mean loss, in nats.
  ///
  /// For a weighted mean `μ = Σ l / Σ w` it is that of a ratio,
  /// `√(n / (n − 1) · Σ (l − μ w)²) / Σ w`, which without weights is the sample
  /// standard deviation over `√n` (Cochran, Sampling Techniques, 1977, 6.4).
  /// NaN with less than two samples.
  public var lossStandardError: Double {
    guard samples > 1 else { return .nan }
    let mean = loss
    let squares =
      sum(.squaredLosses) - 2 * mean * sum(.weightedLosses)
      + mean * mean * sum(.squaredWeights)
    let n = Double(samples)
    // Rounding can leave a little less than nothing.
    let variance = n / (n - 1) * (squares < 0 ? 0 : squares)
    return variance.squareRoot() / weight
  }

  /// The interval, in nats, that holds the mean loss of all samples there are
  /// with a probability of 95 %: 1.96 standard errors below and above the mean.
  ///
  /// NaN with less than two samples.
  public var lossInterval: (lower: Double, upper: Double) {
    let distance = Self.quantile * lossStandardError
    return (loss - distance, loss + distance)
  }

  /// The standard error of the accuracy.
  ///
  /// `√(a (1 − a) / n)` for the accuracy a. NaN without samples, and 0 where all
  /// or none are right: there the interval says more.
  public var accuracyStandardError: Double {
    (accuracy * (1 - accuracy) / Double(samples)).squareRoot()
  }

  /// The interval that holds the accuracy over all samples there are with a
  /// probability of 95 %: that of Wilson (1927), which stays within 0 and 1.
  ///
  /// NaN without samples. See E. Wilson, Probable Inference, the Law of
  /// Succession, and Statistical Inference, 1927.
  public var accuracyInterval: (lower: Double, upper: Double) {
    let (n, z) = (Double(samples), Self.quantile)
    let center = accuracy + z * z / (2 * n)
    let distance =
      z * (accuracy * (1 - accuracy) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    // Rounded, the ends might be just inside of 0 and 1, or outside.
    return (
      accuracy == 0 ? 0 : (center - distance) / scale,
      accuracy == 1 ? 1 : (center + distance) / scale
    )
  }
}
