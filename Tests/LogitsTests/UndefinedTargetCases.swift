extension UndefinedCase {
  /// What targets and weights make of infinities and NaN.
  static let targetsAndWeights: [UndefinedCase] = [
    UndefinedCase(
      "−∞ at the target, class weight 0", "loss 0, gradient 0",
      .other("loss NaN, gradient 0", in: "-inf at the target, weight 0"),
      .loss(.masked).weights([0, 1, 1])),
    UndefinedCase(
      "−∞ at the target, sample weight 0", "loss 0, gradient 0", .nothing,
      .loss(.masked).sampleWeights([0])),
    UndefinedCase(
      "NaN, class weight 0", "loss NaN, gradient NaN",
      .same(as: "NaN, weight 0"),
      .loss(.poisoned).weights([0, 1, 1])),
    UndefinedCase(
      "NaN, sample weight 0", "loss NaN, gradient NaN", .nothing,
      .loss(.poisoned).sampleWeights([0])),
    UndefinedCase(
      "−∞ where the target probability is 0",
      "loss 1.06, gradient 0 −0.48 0.48",
      .other(
        "loss NaN, gradient 0 −0.48 0.48",
        in: "-inf where the probability is 0"),
      .loss(.masked, targets: [0, 0.75, 0.25])),
    UndefinedCase(
      "−∞ where the target probability is not 0",
      "loss +∞, gradient −0.25 −0.48 0.73",
      .same(as: "-inf where the probability is not 0"),
      .loss(.masked, targets: [0.25, 0.75, 0])),
    UndefinedCase(
      "−∞ where the target probability is not 0, class weight 0",
      "loss 0.98, gradient 0 −0.55 0.55",
      .other(
        "loss NaN, gradient 0 −0.55 0.55",
        in: "-inf where the probability is not 0, weight 0"),
      .loss(.masked, targets: [0.25, 0.75, 0]).weights([0, 1, 1])),
    UndefinedCase(
      "−∞ beside the target, smoothing", "loss +∞, gradient −0.04 −0.65 0.69",
      .same(as: "-inf, smoothing"),
      .loss(.masked, target: 1).smoothing(0.125)),
    UndefinedCase(
      "−∞ beside the target, smoothing, class weight 0",
      "loss 1.22, gradient 0 −0.66 0.66",
      .other(
        "loss NaN, gradient 0 −0.66 0.66", in: "-inf, smoothing, weight 0"),
      .loss(.masked, target: 1).smoothing(0.125).weights([0, 1, 1])),
    UndefinedCase(
      "−∞ where the target probability is 0, smoothing",
      "loss +∞, gradient −0.04 −0.43 0.47",
      .same(as: "-inf, smoothing, probabilities"),
      .loss(.masked, targets: [0, 0.75, 0.25]).smoothing(0.125)),
    UndefinedCase(
      "−∞ at the target, smoothing 1", "loss +∞, gradient −0.33 −0.06 0.4",
      .other(
        "loss NaN, gradient −0.33 −0.06 0.4",
        in: "-inf at the target, all smoothing"),
      .secondLoss(.masked).smoothing(1)),
    UndefinedCase(
      "target probability NaN", "loss NaN, gradient NaN",
      .same(as: "NaN probability"),
      .loss([0.5, 0, 1], targets: [.nan, 0.5, 0.5])),
    UndefinedCase(
      "target probability +∞", "loss +∞, gradient NaN +∞ +∞",
      .same(as: "inf probability"),
      .loss([0.5, 0, 1], targets: [.infinity, 0.5, 0.5])),
    UndefinedCase(
      "negative target probability", "loss 1.39, gradient 1.32 −0.47 −0.85",
      .same(as: nil),
      .loss(.common, targets: [-1, 1, 1])),
    UndefinedCase(
      "target probabilities that sum to 2",
      "loss 1.78, gradient −0.36 0.06 0.3", .same(as: nil),
      .loss(.common, targets: [1, 1, 0])),
    UndefinedCase(
      "target probabilities that sum to 2, targetSumTolerance 0.001",
      "error: row 0: the target probabilities sum to 2.0, not to 1",
      .nothing, .loss(.common, targets: [1, 1, 0]).tolerance(0.001)),
    UndefinedCase(
      "target probability NaN, targetSumTolerance 0.001",
      "error: row 0: the target probabilities sum to nan, not to 1",
      .nothing, .loss(.common, targets: [.nan, 1, 0]).tolerance(0.001)),
    UndefinedCase(
      "one class, target probability 0.5", "loss 0, gradient 0", .same(as: nil),
      .loss([-2], targets: [0.5])),
  ]

  /// Logits near the end of the range, and equal ones.
  static let hugeAndEqual: [UndefinedCase] = [
    UndefinedCase(
      "all logits equal", "loss 1.1, gradient −0.67 0.33 0.33", .same(as: nil),
      .loss([1, 1, 1])),
    UndefinedCase(
      "all logits equal and huge", "loss 1.1, gradient −0.67 0.33 0.33",
      .same(as: nil),
      .loss([1.5e308, 1.5e308, 1.5e308])),
    UndefinedCase(
      "a difference beyond the range of the type", "loss +∞, gradient 1 −1 0",
      .same(as: "a difference beyond float64"), .loss(.distant, target: 1)),
    UndefinedCase(
      "a difference beyond the range of the type, target probability 0",
      "loss 0, gradient 0",
      .other("loss NaN, gradient 0", in: nil),
      .loss(.distant, targets: [1, 0, 0])),
    UndefinedCase(
      "a difference beyond the range of the type, softcap of 2",
      "loss 4.14, gradient 0 0 0.12",
      .nothing, .loss(.distant, target: 1).softcap(2)),
  ]
}
