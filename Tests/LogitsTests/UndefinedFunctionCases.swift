extension UndefinedCase {
  /// softmax, logSoftmax, logSumExp, argmax and the gradients.
  static let functions: [UndefinedCase] = [
    UndefinedCase(
      "softmax of −∞ alone", "NaN", .same(as: "-inf alone"),
      .function(.softmax, .lone)),
    UndefinedCase(
      "softmax of −∞ alone, negativeInfinityRows .zero", "0", .nothing,
      .function(.softmax, .lone).zero),
    UndefinedCase(
      "softmax of −∞ and numbers", "0 0.27 0.73", .same(as: "-inf and numbers"),
      .function(.softmax, .masked)),
    UndefinedCase(
      "softmax of +∞", "NaN", .same(as: "+inf once"),
      .function(.softmax, .infinite)),
    UndefinedCase(
      "softmax of NaN", "NaN", .same(as: "NaN once"),
      .function(.softmax, [2, .nan, 1])),
    UndefinedCase(
      "softmax of equal logits", "0.33", .same(as: "equal"),
      .function(.softmax, [1, 1, 1])),
    UndefinedCase(
      "softmax, a difference beyond the range", "1 0 0",
      .same(as: "a difference beyond float64"),
      .function(.softmax, .distant)),
    UndefinedCase(
      "logSoftmax of −∞ alone", "NaN", .same(as: "-inf alone"),
      .function(.logSoftmax, .lone)),
    UndefinedCase(
      "logSoftmax of −∞ alone, negativeInfinityRows .zero", "−∞", .nothing,
      .function(.logSoftmax, .lone).zero),
    UndefinedCase(
      "logSoftmax of −∞ and numbers", "−∞ −1.31 −0.31",
      .same(as: "-inf and numbers"),
      .function(.logSoftmax, .masked)),
    UndefinedCase(
      "logSoftmax of +∞", "NaN", .same(as: "+inf once"),
      .function(.logSoftmax, .infinite)),
    UndefinedCase(
      "logSoftmax, a difference beyond the range", "0 −∞ −huge",
      .same(as: "a difference beyond float64"),
      .function(.logSoftmax, .distant)),
    UndefinedCase(
      "logSumExp of −∞ alone", "−∞", .same(as: "-inf alone"),
      .function(.logSumExp, .lone)),
    UndefinedCase(
      "logSumExp of −∞ and numbers", "1.31", .same(as: "-inf and numbers"),
      .function(.logSumExp, .masked)),
    UndefinedCase(
      "logSumExp of +∞", "+∞", .same(as: "+inf once"),
      .function(.logSumExp, .infinite)),
    UndefinedCase(
      "logSumExp of +∞ and −∞", "+∞", .same(as: "+inf and -inf"),
      .function(.logSumExp, [-.infinity, .infinity, 0])),
    UndefinedCase(
      "logSumExp of NaN and +∞", "NaN", .same(as: "NaN and +inf"),
      .function(.logSumExp, [.infinity, .nan, 1])),
    UndefinedCase(
      "logSumExp of NaN and −∞", "NaN", .same(as: "NaN and -inf"),
      .function(.logSumExp, [-.infinity, .nan, -.infinity])),
    UndefinedCase(
      "argmax of −∞ alone", "0", .same(as: "-inf alone"),
      .function(.argmax, .lone)),
    UndefinedCase(
      "argmax of equal logits", "0", .same(as: "equal"),
      .function(.argmax, [1, 1, 1])),
    UndefinedCase(
      "argmax of zeros of both signs", "0", .same(as: "zeros of both signs"),
      .function(.argmax, [-0.0, 0, -0.0])),
    UndefinedCase(
      "argmax of two +∞", "0", .same(as: "+inf twice"),
      .function(.argmax, [.infinity, 0, .infinity])),
    UndefinedCase(
      "argmax of two NaN", "1", .same(as: "NaN twice"),
      .function(.argmax, [2, .nan, .nan])),
    UndefinedCase(
      "argmax of NaN and +∞", "1", .same(as: "NaN and +inf"),
      .function(.argmax, [.infinity, .nan, 1])),
    UndefinedCase(
      "softmaxGradient of probabilities 0", "0", .same(as: nil),
      .function(.softmaxGradient, [0, 0, 0])),
    UndefinedCase(
      "softmaxGradient of probabilities NaN", "NaN", .same(as: "-inf alone"),
      .function(.softmaxGradient, [.nan, .nan, .nan])),
    UndefinedCase(
      "softmaxGradient, upstream NaN where a probability is 0", "NaN",
      .same(as: nil),
      .function(.softmaxGradient, [0, 0.25, 0.75]).upstream([.nan, 1, 2])),
    UndefinedCase(
      "softmaxGradient, upstream +∞", "NaN −∞ −∞", .same(as: nil),
      .function(.softmaxGradient, [0.25, 0.25, 0.5])
        .upstream([.infinity, 1, 2])),
    UndefinedCase(
      "logSoftmaxGradient of −∞ alone", "1 2 3", .same(as: nil),
      .function(.logSoftmaxGradient, .lone)),
    UndefinedCase(
      "logSoftmaxGradient of NaN", "NaN", .same(as: "-inf alone"),
      .function(.logSoftmaxGradient, [.nan, .nan, .nan])),
    UndefinedCase(
      "logSoftmaxGradient of one NaN", "NaN 0.5 −1.5", .same(as: nil),
      .function(.logSoftmaxGradient, [.nan, -1.38629436, -0.28768207])),
    UndefinedCase(
      "logSoftmaxGradient, upstream NaN", "NaN", .same(as: nil),
      .function(
        .logSoftmaxGradient, [-.infinity, -1.38629436, -0.28768207]
      ).upstream([.nan, 2, 3])),
    UndefinedCase(
      "logSoftmaxGradient, upstream +∞", "NaN −∞ −∞", .same(as: nil),
      .function(
        .logSoftmaxGradient, [-.infinity, -1.38629436, -0.28768207]
      ).upstream([.infinity, 2, 3])),
  ]

  /// The loss of given probabilities; PyTorch's is nll_loss of log p.
  static let givenProbabilities: [UndefinedCase] = [
    UndefinedCase(
      "probability 0 at the target", "+∞", .same(as: nil),
      .probabilityLoss([0, 1])),
    UndefinedCase(
      "negative probability at the target", "NaN", .same(as: nil),
      .probabilityLoss([-0.1, 1])),
    UndefinedCase(
      "probability NaN at the target", "NaN", .same(as: nil),
      .probabilityLoss([.nan, 1])),
    UndefinedCase(
      "probability NaN beside the target", "0", .same(as: nil),
      .probabilityLoss([.nan, 1], target: 1)),
    UndefinedCase(
      "probability 0 where the target probability is 0", "0", .nothing,
      .probabilityLoss([0, 1], targets: [0, 1])),
    UndefinedCase(
      "probability NaN where the target probability is 0", "0", .nothing,
      .probabilityLoss([.nan, 1], targets: [0, 1])),
    UndefinedCase(
      "probability 0 where the target probability is not 0", "+∞", .nothing,
      .probabilityLoss([0, 1], targets: [0.5, 0.5])),
  ]

  /// What is refused, and what is not.
  static let arguments: [UndefinedCase] = [
    UndefinedCase(
      "a target that is no class",
      "error: row 0: target 3 is not a class from 0 to 2",
      .other("IndexError", in: nil),
      .loss(.common, target: 3)),
    UndefinedCase(
      "a negative target", "error: row 0: target -1 is not a class from 0 to 2",
      .other("IndexError", in: nil),
      .loss(.common, target: -1)),
    UndefinedCase(
      "targets in UInt8, ignored by 255", "loss 0, gradient 0", .same(as: nil),
      .loss(.common, target: 255).ignoring(255).in(UInt8.self)),
    UndefinedCase(
      "targets in UInt64", "loss 0.64, gradient 0.32 −0.47 0.15",
      .other("RuntimeError", in: nil),
      .loss(.common, target: 1).in(UInt64.self)),
    UndefinedCase(
      "no classes", "error: a row must have at least 1 class, not 0",
      .other("IndexError", in: nil), .loss([])),
    UndefinedCase(
      "two class weights for three classes",
      "error: class weights: 2 elements instead of 3",
      .other("RuntimeError", in: nil), .loss(.common).weights([1, 2])),
    UndefinedCase(
      "negative class weight", "error: class weights: element 0 is -2.0",
      .other("loss −2.28, gradient 1.36 −1.06 −0.3", in: nil),
      .loss(.common).weights([-2, 1, 1])),
    UndefinedCase(
      "class weight NaN of another class",
      "error: class weights: element 0 is nan",
      .other(
        "loss 0.64, gradient 0.32 −0.47 0.15", in: nil),
      .loss(.common, target: 1).weights([.nan, 1, 1])),
    UndefinedCase(
      "class weight +∞", "error: class weights: element 0 is inf",
      .other("loss +∞, gradient NaN +∞ +∞", in: nil),
      .loss(.common).weights([.infinity, 1, 1])),
    UndefinedCase(
      "class weight beyond the range of Float",
      "error: class weights: element 0 is 1e+39",
      .other("loss huge, gradient −huge huge huge", in: nil),
      .loss(.common).weights([1e39, 1, 1])),
    UndefinedCase(
      "sample weight NaN", "error: sample weights: element 0 is nan", .nothing,
      .loss(.common).sampleWeights([.nan])),
    UndefinedCase(
      "negative sample weight", "loss −1.14, gradient 0.68 −0.53 −0.15",
      .nothing,
      .loss(.common).sampleWeights([-1])),
    UndefinedCase(
      "label smoothing below 0",
      "error: label smoothing must be from 0 to 1, not -0.1",
      .other("that of label smoothing 0", in: nil),
      .loss(.common).smoothing(-0.1)),
    UndefinedCase(
      "label smoothing above 1",
      "error: label smoothing must be from 0 to 1, not 1.5",
      .other("RuntimeError", in: nil),
      .loss(.common).smoothing(1.5)),
    UndefinedCase(
      "label smoothing NaN",
      "error: label smoothing must be from 0 to 1, not nan",
      .other("that of label smoothing 0", in: nil),
      .loss(.common).smoothing(.nan)),
    UndefinedCase(
      "temperature 0", "error: temperature must be from 1e-15 to 1e15, not 0.0",
      .nothing,
      .loss(.common).temperature(0)),
    UndefinedCase(
      "negative temperature",
      "error: temperature must be from 1e-15 to 1e15, not -1.0", .nothing,
      .loss(.common).temperature(-1)),
    UndefinedCase(
      "temperature NaN",
      "error: temperature must be from 1e-15 to 1e15, not nan", .nothing,
      .loss(.common).temperature(.nan)),
    UndefinedCase(
      "softcap 0",
      "error: softcap must be from 1e-15 to 1e15, or infinite, not 0.0",
      .nothing,
      .loss(.common).softcap(0)),
    UndefinedCase(
      "negative softcap",
      "error: softcap must be from 1e-15 to 1e15, or infinite, not -30.0",
      .nothing,
      .loss(.common).softcap(-30)),
    UndefinedCase(
      "softcap NaN",
      "error: softcap must be from 1e-15 to 1e15, or infinite, not nan",
      .nothing,
      .loss(.common).softcap(.nan)),
    UndefinedCase(
      "negative z-loss", "error: z-loss must be 0 or more, not -0.1", .nothing,
      .loss(.common).zLoss(-0.1)),
    UndefinedCase(
      "negative targetSumTolerance",
      "error: target sum tolerance must be 0 or more, not -0.1", .nothing,
      .loss(.common, targets: [0, 1, 0]).tolerance(-0.1)),
  ]
}
