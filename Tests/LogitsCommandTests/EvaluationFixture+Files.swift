import TestSupport

extension EvaluationFixture {
  /// The maximum difference of a sample's figure from the fixture's.
  ///
  /// Both are computed in Double, so it is twice the error of one. Logits are at
  /// most 600 apart, and a loss as large as that has its own error.
  var tolerance: Double {
    let bounds = EvaluationBounds<Double>(classes: classes, spread: spread)
    let worst = max(
      bounds.loss + 2 * spread, bounds.entropy, bounds.brier,
      bounds.logSumExp(logSumExps.map(abs).max() ?? 0))
    return 2 * worst * Double.ulpOfOne
  }

  /// Writes logits and labels as NPY files, and returns their paths.
  func write(to folder: borrowing TemporaryFolder) throws -> [String] {
    [
      try folder.write("x.npy", "<f8", [samples, classes], logits),
      try folder.write("y.npy", "<i8", [samples], targets),
    ]
  }
}
