import Logits

extension UndefinedCase {
  /// Nothing to take a mean of.
  static let nothingCounts = allIgnored + noSamples + noWeights + divisors

  private static let allIgnored: [UndefinedCase] =
    reductions("all samples ignored", "all rows ignored") {
      .mean([.common, .common], targets: [-100, -100], $0)
    } + [
      .same(
        "all samples ignored, class weights, mean",
        as: "all rows ignored, weights",
        .mean([.common, .common], targets: [-100, -100]).weights([1, 2, 3])),
      .same(
        "all samples ignored, smoothing, mean",
        as: "all rows ignored, smoothing",
        .mean([.common, .common], targets: [-100, -100]).smoothing(0.125)),
    ]

  private static let noSamples =
    reductions("no samples, class indices", "no rows, indices") {
      .mean([], targets: [], $0)
    }
    + reductions("no samples, target probabilities", "no rows, probabilities") {
      .meanOfNoProbabilities($0)
    }

  private static let noWeights: [UndefinedCase] =
    reductions("all targets have class weight 0", "weights sum to 0") {
      .mean([.common, .common], targets: [0, 0], $0).weights([0, 1, 1])
    }.dropLast() + [
      .same(
        "all targets have class weight 0, smoothing, mean",
        as: "weights sum to 0, smoothing",
        .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1]).smoothing(
          0.125)),
      .same(
        "all class weights 0, target probabilities, no reduction",
        as: "all weights 0, probabilities",
        .loss(.common, targets: [0, 1, 0]).weights([0, 0, 0])),
    ]

  private static let divisors: [UndefinedCase] = [
    .other(
      "class weights of the targets sum to 0, mean",
      .mean([.common, .common], targets: [0, 1]).weights([1, -1, 1])),
    .same(
      "class weights of the targets have a negative sum, mean",
      .mean([.common, .common], targets: [0, 1]).weights([1, -2, 1])),
    .ours(
      "sample weights sum to 0, mean",
      .mean([.common, .common], targets: [0, 0]).sampleWeights([1, -1])),
    .ours(
      "sample weights have a negative sum, mean",
      .mean([.common, .common], targets: [0, 1]).sampleWeights([1, -2])),
    .ours("divisor 0, mean", .mean([.common], targets: [0]).divisor(0)),
    .ours(
      "divisor 0, mean, emptyMean .zero",
      .mean([.common], targets: [0], .zero).divisor(0)),
    .ours(
      "divisor 0, mean, emptyMean .zero, NaN in a row",
      .mean([.poisoned], targets: [0], .zero).divisor(0)),
    .ours("negative divisor, mean", .mean([.common], targets: [0]).divisor(-1)),
    .ours("divisor NaN, mean", .mean([.common], targets: [0]).divisor(.nan)),
    .ours("divisor NaN, sum", .mean([.common], targets: [0]).divisor(.nan).sum),
  ]

  /// Samples with a mean, with each choice for an empty one, a sum and neither.
  private static func reductions(
    _ samples: String, _ pyTorch: String, _ mean: (EmptyMean) -> UndefinedCall
  ) -> [UndefinedCase] {
    [
      Self("\(samples), mean", .same(as: pyTorch), mean(.nan)),
      .ours("\(samples), mean, emptyMean .zero", mean(.zero)),
      .ours("\(samples), mean, emptyMean .error", mean(.error)),
      Self("\(samples), sum", .same(as: pyTorch), mean(.nan).sum),
      Self("\(samples), no reduction", .same(as: pyTorch), mean(.nan).none),
    ]
  }

  /// Rows with infinities and NaN.
  static let infinitiesAndNaN: [UndefinedCase] = [
    .same("−∞ alone", as: "a row of -inf", .loss(.lone)),
    .same(
      "−∞ alone, target probabilities", as: "a row of -inf, probabilities",
      .loss(.lone, targets: [1, 0, 0])),
    .ours("−∞ alone, negativeInfinityRows .zero", .loss(.lone).zero),
    .ours(
      "−∞ alone, negativeInfinityRows .zero, mean with a common row",
      .mean([.lone, .common], targets: [0, 1]).zero),
    .other(
      "−∞ alone, ignored", than: "a row of -inf, ignored",
      .loss(.lone, target: -100)),
    .same("−∞ at the target", as: "-inf at the target", .loss(.masked)),
    .same(
      "−∞ beside the target", as: "-inf beside the target",
      .loss(.masked, target: 1)),
    .same(
      "+∞ at the target", as: "+inf at the target",
      .loss(.infinite, target: 1)),
    .same(
      "+∞ beside the target", as: "+inf beside the target", .loss(.infinite)),
    .other(
      "+∞ in an ignored sample", than: "+inf, ignored",
      .loss(.infinite, target: -100)),
    .same("NaN", as: "NaN", .loss(.poisoned)),
    .other(
      "NaN in an ignored sample", than: "NaN, ignored",
      .loss(.poisoned, target: -100)),
    .other(
      "NaN in an ignored sample, smoothing", than: "NaN, ignored, smoothing",
      .loss(.poisoned, target: -100).smoothing(0.125)),
    .other(
      "NaN in a sample that is ignored by its class",
      than: "NaN, ignored by a class", .loss(.poisoned).ignoring(0)),
    .same(
      "−∞ in an ignored sample, smoothing", as: "-inf, ignored, smoothing",
      .loss(.masked, target: -100).smoothing(0.125)),
    .ours(
      "−∞ and +∞ with a softcap of 2",
      .loss([-.infinity, .infinity, 0]).softcap(2)),
    .ours("−∞ alone with a softcap of 2", .loss(.lone).softcap(2)),
    .ours("NaN with a softcap of 2", .loss(.poisoned).softcap(2)),
    .ours(
      "−∞ beside the target with a z-loss of 1",
      .loss(.masked, target: 1).zLoss(1)),
    .ours("+∞ with a z-loss of 1", .loss(.infinite).zLoss(1)),
    .same("one class", as: "one class", .loss([3.5])),
    .same(
      "one class, smoothing", as: "one class, smoothing",
      .loss([3.5]).smoothing(0.25)),
    .same("one class, −∞", as: "one class, -inf", .loss([-.infinity])),
    .same("one class, +∞", as: "one class, +inf", .loss([.infinity])),
  ]
}
