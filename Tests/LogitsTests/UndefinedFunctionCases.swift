extension UndefinedCase {
  /// softmax, logSoftmax, logSumExp, argmax and the gradients.
  static let functions: [UndefinedCase] = [
    Self(
      "softmax of −∞ alone", .same(as: "-inf alone"),
      .function(.softmax, .lone)),
    Self(
      "softmax of −∞ alone, negativeInfinityRows .zero", .nothing,
      .function(.softmax, .lone).zero),
    Self(
      "softmax of −∞ and numbers", .same(as: "-inf and numbers"),
      .function(.softmax, .masked)),
    Self(
      "softmax of +∞", .same(as: "+inf once"), .function(.softmax, .infinite)),
    Self(
      "softmax of NaN", .same(as: "NaN once"),
      .function(.softmax, [2, .nan, 1])),
    Self(
      "softmax of equal logits", .same(as: "equal"),
      .function(.softmax, [1, 1, 1])),
    Self(
      "softmax, a difference beyond the range",
      .same(as: "a difference beyond float64"), .function(.softmax, .distant)),
    Self(
      "logSoftmax of −∞ alone", .same(as: "-inf alone"),
      .function(.logSoftmax, .lone)),
    Self(
      "logSoftmax of −∞ alone, negativeInfinityRows .zero", .nothing,
      .function(.logSoftmax, .lone).zero),
    Self(
      "logSoftmax of −∞ and numbers", .same(as: "-inf and numbers"),
      .function(.logSoftmax, .masked)),
    Self(
      "logSoftmax of +∞", .same(as: "+inf once"),
      .function(.logSoftmax, .infinite)),
    Self(
      "logSoftmax, a difference beyond the range",
      .same(as: "a difference beyond float64"),
      .function(.logSoftmax, .distant)),
    Self(
      "logSumExp of −∞ alone", .same(as: "-inf alone"),
      .function(.logSumExp, .lone)),
    Self(
      "logSumExp of −∞ and numbers", .same(as: "-inf and numbers"),
      .function(.logSumExp, .masked)),
    Self(
      "logSumExp of +∞", .same(as: "+inf once"),
      .function(.logSumExp, .infinite)),
    Self(
      "logSumExp of +∞ and −∞", .same(as: "+inf and -inf"),
      .function(.logSumExp, [-.infinity, .infinity, 0])),
    Self(
      "logSumExp of NaN and +∞", .same(as: "NaN and +inf"),
      .function(.logSumExp, [.infinity, .nan, 1])),
    Self(
      "logSumExp of NaN and −∞", .same(as: "NaN and -inf"),
      .function(.logSumExp, [-.infinity, .nan, -.infinity])),
    Self(
      "argmax of −∞ alone", .same(as: "-inf alone"), .function(.argmax, .lone)),
    Self(
      "argmax of equal logits", .same(as: "equal"),
      .function(.argmax, [1, 1, 1])),
    Self(
      "argmax of zeros of both signs", .same(as: "zeros of both signs"),
      .function(.argmax, [-0.0, 0, -0.0])),
    Self(
      "argmax of two +∞", .same(as: "+inf twice"),
      .function(.argmax, [.infinity, 0, .infinity])),
    Self(
      "argmax of two NaN", .same(as: "NaN twice"),
      .function(.argmax, [2, .nan, .nan])),
    Self(
      "argmax of NaN and +∞", .same(as: "NaN and +inf"),
      .function(.argmax, [.infinity, .nan, 1])),
    Self(
      "softmaxGradient of probabilities 0", .same(as: nil),
      .function(.softmaxGradient, [0, 0, 0])),
    Self(
      "softmaxGradient of probabilities NaN", .same(as: "-inf alone"),
      .function(.softmaxGradient, [.nan, .nan, .nan])),
    Self(
      "softmaxGradient, upstream NaN where a probability is 0", .same(as: nil),
      .function(.softmaxGradient, [0, 0.25, 0.75]).upstream([.nan, 1, 2])),
    Self(
      "softmaxGradient, upstream +∞", .same(as: nil),
      .function(.softmaxGradient, [0.25, 0.25, 0.5]).upstream([.infinity, 1, 2])
    ),
    Self(
      "logSoftmaxGradient of −∞ alone", .same(as: nil),
      .function(.logSoftmaxGradient, .lone)),
    Self(
      "logSoftmaxGradient of NaN", .same(as: "-inf alone"),
      .function(.logSoftmaxGradient, [.nan, .nan, .nan])),
    Self(
      "logSoftmaxGradient of one NaN", .same(as: nil),
      .function(.logSoftmaxGradient, [.nan, -1.38629436, -0.28768207])),
    Self(
      "logSoftmaxGradient, upstream NaN", .same(as: nil),
      .function(.logSoftmaxGradient, [-.infinity, -1.38629436, -0.28768207])
        .upstream([.nan, 2, 3])),
    Self(
      "logSoftmaxGradient, upstream +∞", .same(as: nil),
      .function(.logSoftmaxGradient, [-.infinity, -1.38629436, -0.28768207])
        .upstream([.infinity, 2, 3])),
  ]

  /// The loss of given probabilities; PyTorch's is nll_loss of log p.
  static let givenProbabilities: [UndefinedCase] = [
    Self(
      "probability 0 at the target", .same(as: nil), .probabilityLoss([0, 1])),
    Self(
      "negative probability at the target", .same(as: nil),
      .probabilityLoss([-0.1, 1])),
    Self(
      "probability NaN at the target", .same(as: nil),
      .probabilityLoss([.nan, 1])),
    Self(
      "probability NaN beside the target", .same(as: nil),
      .probabilityLoss([.nan, 1], target: 1)),
    Self(
      "probability 0 where the target probability is 0", .nothing,
      .probabilityLoss([0, 1], targets: [0, 1])),
    Self(
      "probability NaN where the target probability is 0", .nothing,
      .probabilityLoss([.nan, 1], targets: [0, 1])),
    Self(
      "probability 0 where the target probability is not 0", .nothing,
      .probabilityLoss([0, 1], targets: [0.5, 0.5])),
  ]

  /// What is refused, and what is not.
  static let arguments: [UndefinedCase] = [
    Self(
      "a target that is no class", .other(nil), .loss(.common, target: 3)),
    Self("a negative target", .other(nil), .loss(.common, target: -1)),
    Self(
      "targets in UInt8, ignored by 255", .same(as: nil),
      .loss(.common, target: 255).ignoring(255).in(UInt8.self)),
    Self(
      "targets in UInt64", .other(nil),
      .loss(.common, target: 1).in(UInt64.self)),
    Self("no classes", .other(nil), .loss([])),
    Self(
      "two class weights for three classes", .other(nil),
      .loss(.common).weights([1, 2])),
    Self(
      "negative class weight", .other(nil),
      .loss(.common).weights([-2, 1, 1])),
    Self(
      "class weight NaN of another class", .other(nil),
      .loss(.common, target: 1).weights([.nan, 1, 1])),
    Self(
      "class weight +∞", .other(nil),
      .loss(.common).weights([.infinity, 1, 1])),
    Self(
      "class weight beyond the range of Float", .other(nil),
      .loss(.common).weights([1e39, 1, 1])),
    Self("sample weight NaN", .nothing, .loss(.common).sampleWeights([.nan])),
    Self(
      "negative sample weight", .nothing, .loss(.common).sampleWeights([-1])),
    Self(
      "label smoothing below 0", .other(nil),
      .loss(.common).smoothing(-0.1)),
    Self(
      "label smoothing above 1", .other(nil),
      .loss(.common).smoothing(1.5)),
    Self(
      "label smoothing NaN", .other(nil), .loss(.common).smoothing(.nan)),
    Self("temperature 0", .nothing, .loss(.common).temperature(0)),
    Self("negative temperature", .nothing, .loss(.common).temperature(-1)),
    Self("temperature NaN", .nothing, .loss(.common).temperature(.nan)),
    Self("softcap 0", .nothing, .loss(.common).softcap(0)),
    Self("negative softcap", .nothing, .loss(.common).softcap(-30)),
    Self("softcap NaN", .nothing, .loss(.common).softcap(.nan)),
    Self("negative z-loss", .nothing, .loss(.common).zLoss(-0.1)),
    Self(
      "negative targetSumTolerance", .nothing,
      .loss(.common, targets: [0, 1, 0]).tolerance(-0.1)),
  ]
}
