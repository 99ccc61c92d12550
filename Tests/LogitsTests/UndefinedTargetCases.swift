extension UndefinedCase {
  /// What targets and weights make of infinities and NaN.
  static let targetsAndWeights: [UndefinedCase] = [
    .other(
      "−∞ at the target, class weight 0", than: "-inf at the target, weight 0",
      .loss(.masked).weights([0, 1, 1])),
    .ours(
      "−∞ at the target, sample weight 0", .loss(.masked).sampleWeights([0])),
    .same(
      "NaN, class weight 0", as: "NaN, weight 0",
      .loss(.poisoned).weights([0, 1, 1])),
    .ours("NaN, sample weight 0", .loss(.poisoned).sampleWeights([0])),
    .other(
      "−∞ where the target probability is 0",
      than: "-inf where the probability is 0",
      .loss(.masked, targets: [0, 0.75, 0.25])),
    .same(
      "−∞ where the target probability is not 0",
      as: "-inf where the probability is not 0",
      .loss(.masked, targets: [0.25, 0.75, 0])),
    .other(
      "−∞ where the target probability is not 0, class weight 0",
      than: "-inf where the probability is not 0, weight 0",
      .loss(.masked, targets: [0.25, 0.75, 0]).weights([0, 1, 1])),
    .same(
      "−∞ beside the target, smoothing", as: "-inf, smoothing",
      .loss(.masked, target: 1).smoothing(0.125)),
    .other(
      "−∞ beside the target, smoothing, class weight 0",
      than: "-inf, smoothing, weight 0",
      .loss(.masked, target: 1).smoothing(0.125).weights([0, 1, 1])),
    .same(
      "−∞ where the target probability is 0, smoothing",
      as: "-inf, smoothing, probabilities",
      .loss(.masked, targets: [0, 0.75, 0.25]).smoothing(0.125)),
    .other(
      "−∞ at the target, smoothing 1",
      than: "-inf at the target, all smoothing",
      .secondLoss(.masked).smoothing(1)),
    .same(
      "target probability NaN", as: "NaN probability",
      .loss([0.5, 0, 1], targets: [.nan, 0.5, 0.5])),
    .same(
      "target probability +∞", as: "inf probability",
      .loss([0.5, 0, 1], targets: [.infinity, 0.5, 0.5])),
    .same("negative target probability", .loss(.common, targets: [-1, 1, 1])),
    .same(
      "target probabilities that sum to 2", .loss(.common, targets: [1, 1, 0])),
    .ours(
      "target probabilities that sum to 2, targetSumTolerance 0.001",
      .loss(.common, targets: [1, 1, 0]).tolerance(0.001)),
    .ours(
      "target probability NaN, targetSumTolerance 0.001",
      .loss(.common, targets: [.nan, 1, 0]).tolerance(0.001)),
    .same("one class, target probability 0.5", .loss([-2], targets: [0.5])),
  ]

  /// Logits near the end of the range, and equal ones.
  static let hugeAndEqual: [UndefinedCase] = [
    .same("all logits equal", .loss([1, 1, 1])),
    .same("all logits equal and huge", .loss([1.5e308, 1.5e308, 1.5e308])),
    .same(
      "a difference beyond the range of the type",
      as: "a difference beyond float64", .loss(.distant, target: 1)),
    .other(
      "a difference beyond the range of the type, target probability 0",
      .loss(.distant, targets: [1, 0, 0])),
    .ours(
      "a difference beyond the range of the type, softcap of 2",
      .loss(.distant, target: 1).softcap(2)),
  ]
}
