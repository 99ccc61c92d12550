import Logits

extension UndefinedCase {
  /// Nothing to take a mean of.
  static let nothingCounts = allIgnored + noSamples + noWeights + divisors

  private static let allIgnored: [UndefinedCase] =
    reductions("all samples ignored", "all rows ignored") {
      .mean([.common, .common], targets: [-100, -100], $0)
    } + [
      Self(
        "all samples ignored, class weights, mean",
        .same(as: "all rows ignored, weights"),
        .mean([.common, .common], targets: [-100, -100]).weights([1, 2, 3])),
      Self(
        "all samples ignored, smoothing, mean",
        .same(as: "all rows ignored, smoothing"),
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
      Self(
        "all targets have class weight 0, smoothing, mean",
        .same(as: "weights sum to 0, smoothing"),
        .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1]).smoothing(
          0.125)),
      Self(
        "all class weights 0, target probabilities, no reduction",
        .same(as: "all weights 0, probabilities"),
        .loss(.common, targets: [0, 1, 0]).weights([0, 0, 0])),
    ]

  private static let divisors: [UndefinedCase] = [
    .ours(
      "sample weights sum to 0, mean",
      .mean([.common, .common], targets: [0, 0]).sampleWeights([1, -1])),
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
    Self("−∞ alone", .same(as: "a row of -inf"), .loss(.lone)),
    Self(
      "−∞ alone, target probabilities",
      .same(as: "a row of -inf, probabilities"),
      .loss(.lone, targets: [1, 0, 0])),
    .ours("−∞ alone, negativeInfinityRows .zero", .loss(.lone).zero),
    .ours(
      "−∞ alone, negativeInfinityRows .zero, mean with a common row",
      .mean([.lone, .common], targets: [0, 1]).zero),
    Self(
      "−∞ alone, ignored", .other("a row of -inf, ignored"),
      .loss(.lone, target: -100)),
    Self("−∞ at the target", .same(as: "-inf at the target"), .loss(.masked)),
    Self(
      "−∞ beside the target", .same(as: "-inf beside the target"),
      .loss(.masked, target: 1)),
    Self(
      "+∞ at the target", .same(as: "+inf at the target"),
      .loss(.infinite, target: 1)),
    Self(
      "+∞ beside the target", .same(as: "+inf beside the target"),
      .loss(.infinite)),
    Self(
      "+∞ in an ignored sample", .other("+inf, ignored"),
      .loss(.infinite, target: -100)),
    Self("NaN", .same(as: "NaN"), .loss(.poisoned)),
    Self(
      "NaN in an ignored sample", .other("NaN, ignored"),
      .loss(.poisoned, target: -100)),
    Self(
      "NaN in an ignored sample, smoothing",
      .other("NaN, ignored, smoothing"),
      .loss(.poisoned, target: -100).smoothing(0.125)),
    Self(
      "NaN in a sample that is ignored by its class",
      .other("NaN, ignored by a class"), .loss(.poisoned).ignoring(0)),
    Self(
      "−∞ in an ignored sample, smoothing",
      .same(as: "-inf, ignored, smoothing"),
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
    Self("one class", .same(as: "one class"), .loss([3.5])),
    Self(
      "one class, smoothing", .same(as: "one class, smoothing"),
      .loss([3.5]).smoothing(0.25)),
    Self("one class, −∞", .same(as: "one class, -inf"), .loss([-.infinity])),
    Self("one class, +∞", .same(as: "one class, +inf"), .loss([.infinity])),
  ]
}
