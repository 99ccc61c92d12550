extension UndefinedCase {
  /// softmax, logSoftmax, logSumExp, argmax and the gradients.
  static let functions: [UndefinedCase] =
    normalizations + reductions + gradients

  private static let normalizations: [UndefinedCase] = [
    .of("softmax", " of −∞ alone", as: "-inf alone", .lone),
    Self(
      "softmax of −∞ alone, negativeInfinityRows .zero", .nothing,
      .function("softmax", .lone).zero),
    .of("softmax", " of −∞ and numbers", as: "-inf and numbers", .masked),
    .of("softmax", " of +∞", as: "+inf once", .infinite),
    .of("softmax", " of NaN", as: "NaN once", [2, .nan, 1]),
    .of("softmax", " of equal logits", as: "equal", [1, 1, 1]),
    .of(
      "softmax", ", a difference beyond the range",
      as: "a difference beyond float64", .distant),
    .of("logSoftmax", " of −∞ alone", as: "-inf alone", .lone),
    Self(
      "logSoftmax of −∞ alone, negativeInfinityRows .zero", .nothing,
      .function("logSoftmax", .lone).zero),
    .of("logSoftmax", " of −∞ and numbers", as: "-inf and numbers", .masked),
    .of("logSoftmax", " of +∞", as: "+inf once", .infinite),
    .of(
      "logSoftmax", ", a difference beyond the range",
      as: "a difference beyond float64", .distant),
  ]

  private static let reductions: [UndefinedCase] = [
    .of("logSumExp", " of −∞ alone", as: "-inf alone", .lone),
    .of("logSumExp", " of −∞ and numbers", as: "-inf and numbers", .masked),
    .of("logSumExp", " of +∞", as: "+inf once", .infinite),
    .of(
      "logSumExp", " of +∞ and −∞", as: "+inf and -inf",
      [-.infinity, .infinity, 0]),
    .of(
      "logSumExp", " of NaN and +∞", as: "NaN and +inf", [.infinity, .nan, 1]),
    .of(
      "logSumExp", " of NaN and −∞", as: "NaN and -inf",
      [-.infinity, .nan, -.infinity]),
    .of("argmax", " of −∞ alone", as: "-inf alone", .lone),
    .of("argmax", " of equal logits", as: "equal", [1, 1, 1]),
    .of(
      "argmax", " of zeros of both signs", as: "zeros of both signs",
      [-0.0, 0, -0.0]),
    .of("argmax", " of two +∞", as: "+inf twice", [.infinity, 0, .infinity]),
    .of("argmax", " of two NaN", as: "NaN twice", [2, .nan, .nan]),
    .of("argmax", " of NaN and +∞", as: "NaN and +inf", [.infinity, .nan, 1]),
  ]

  private static let gradients: [UndefinedCase] = [
    .of("softmaxGradient", " of probabilities 0", [0, 0, 0]),
    .of(
      "softmaxGradient", " of probabilities NaN", as: "-inf alone",
      [.nan, .nan, .nan]),
    .of(
      "softmaxGradient", ", upstream NaN where a probability is 0",
      [0, 0.25, 0.75], upstream: [.nan, 1, 2]),
    .of(
      "softmaxGradient", ", upstream +∞",
      [0.25, 0.25, 0.5], upstream: [.infinity, 1, 2]),
    .of("logSoftmaxGradient", " of −∞ alone", .lone),
    .of("logSoftmaxGradient", " of NaN", as: "-inf alone", [.nan, .nan, .nan]),
    .of(
      "logSoftmaxGradient", " of one NaN",
      [.nan, -1.38629436, -0.28768207]),
    .of(
      "logSoftmaxGradient", ", upstream NaN",
      [-.infinity, -1.38629436, -0.28768207], upstream: [.nan, 2, 3]),
    .of(
      "logSoftmaxGradient", ", upstream +∞",
      [-.infinity, -1.38629436, -0.28768207], upstream: [.infinity, 2, 3]),
  ]

  private static func of(
    _ function: String, _ argument: String, as file: String? = nil,
    _ row: [Double], upstream: [Double] = [1, 2, 3]
  ) -> UndefinedCase {
    .same(
      function + argument, as: file,
      .function(function, row).upstream(upstream))
  }

  /// The loss of given probabilities; PyTorch's is nll_loss of log p.
  static let givenProbabilities: [UndefinedCase] = [
    .same("probability 0 at the target", .probabilityLoss([0, 1])),
    .same("negative probability at the target", .probabilityLoss([-0.1, 1])),
    .same("probability NaN at the target", .probabilityLoss([.nan, 1])),
    .same(
      "probability NaN beside the target",
      .probabilityLoss([.nan, 1], target: 1)),
    .ours(
      "probability 0 where the target probability is 0",
      .probabilityLoss([0, 1], targets: [0, 1])),
    .ours(
      "probability NaN where the target probability is 0",
      .probabilityLoss([.nan, 1], targets: [0, 1])),
    .ours(
      "probability 0 where the target probability is not 0",
      .probabilityLoss([0, 1], targets: [0.5, 0.5])),
  ]

  /// What is refused, and what is not.
  static let arguments: [UndefinedCase] = [
    .other("a target that is no class", .loss(.common, target: 3)),
    .other("a negative target", .loss(.common, target: -1)),
    .same(
      "targets in UInt8, ignored by 255",
      .loss(.common, target: 255).ignoring(255).in(UInt8.self)),
    .other("targets in UInt64", .loss(.common, target: 1).in(UInt64.self)),
    .other("no classes", .loss([])),
    .other(
      "two class weights for three classes", .loss(.common).weights([1, 2])),
    .same("negative class weight", .loss(.common).weights([-2, 1, 1])),
    .other(
      "class weight NaN of another class",
      .loss(.common, target: 1).weights([.nan, 1, 1])),
    .other("class weight +∞", .loss(.common).weights([.infinity, 1, 1])),
    .other(
      "class weight beyond the range of Float",
      .loss(.common).weights([1e39, 1, 1])),
    .ours("sample weight NaN", .loss(.common).sampleWeights([.nan])),
    .ours("negative sample weight", .loss(.common).sampleWeights([-1])),
    .other("label smoothing below 0", .loss(.common).smoothing(-0.1)),
    .other("label smoothing above 1", .loss(.common).smoothing(1.5)),
    .other("label smoothing NaN", .loss(.common).smoothing(.nan)),
    .ours("temperature 0", .loss(.common).temperature(0)),
    .ours("negative temperature", .loss(.common).temperature(-1)),
    .ours("temperature NaN", .loss(.common).temperature(.nan)),
    .ours("softcap 0", .loss(.common).softcap(0)),
    .ours("negative softcap", .loss(.common).softcap(-30)),
    .ours("softcap NaN", .loss(.common).softcap(.nan)),
    .ours("negative z-loss", .loss(.common).zLoss(-0.1)),
    .ours(
      "negative targetSumTolerance",
      .loss(.common, targets: [0, 1, 0]).tolerance(-0.1)),
  ]
}
