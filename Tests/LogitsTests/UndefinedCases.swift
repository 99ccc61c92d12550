extension UndefinedCase {
  /// Nothing to take a mean of.
  static let nothingCounts: [UndefinedCase] = [
    Self(
      "all samples ignored, mean", .same(as: "all rows ignored"),
      .mean([.common, .common], targets: [-100, -100])),
    Self(
      "all samples ignored, mean, emptyMean .zero", .nothing,
      .mean([.common, .common], targets: [-100, -100], .zero)),
    Self(
      "all samples ignored, mean, emptyMean .error", .nothing,
      .mean([.common, .common], targets: [-100, -100], .error)),
    Self(
      "all samples ignored, sum", .same(as: "all rows ignored"),
      .mean([.common, .common], targets: [-100, -100]).sum),
    Self(
      "all samples ignored, no reduction", .same(as: "all rows ignored"),
      .mean([.common, .common], targets: [-100, -100]).none),
    Self(
      "all samples ignored, class weights, mean",
      .same(as: "all rows ignored, weights"),
      .mean([.common, .common], targets: [-100, -100]).weights([1, 2, 3])),
    Self(
      "all samples ignored, smoothing, mean",
      .same(as: "all rows ignored, smoothing"),
      .mean([.common, .common], targets: [-100, -100]).smoothing(0.125)),
    Self(
      "no samples, class indices, mean", .same(as: "no rows, indices"),
      .mean([], targets: [])),
    Self(
      "no samples, class indices, mean, emptyMean .zero", .nothing,
      .mean([], targets: [], .zero)),
    Self(
      "no samples, class indices, mean, emptyMean .error", .nothing,
      .mean([], targets: [], .error)),
    Self(
      "no samples, class indices, sum", .same(as: "no rows, indices"),
      .mean([], targets: []).sum),
    Self(
      "no samples, class indices, no reduction", .same(as: "no rows, indices"),
      .mean([], targets: []).none),
    Self(
      "no samples, target probabilities, mean",
      .same(as: "no rows, probabilities"), .meanOfNoProbabilities()),
    Self(
      "no samples, target probabilities, mean, emptyMean .zero", .nothing,
      .meanOfNoProbabilities(.zero)),
    Self(
      "no samples, target probabilities, mean, emptyMean .error", .nothing,
      .meanOfNoProbabilities(.error)),
    Self(
      "no samples, target probabilities, sum",
      .same(as: "no rows, probabilities"), .meanOfNoProbabilities().sum),
    Self(
      "no samples, target probabilities, no reduction",
      .same(as: "no rows, probabilities"), .meanOfNoProbabilities().none),
    Self(
      "all targets have class weight 0, mean", .same(as: "weights sum to 0"),
      .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1])),
    Self(
      "all targets have class weight 0, mean, emptyMean .zero", .nothing,
      .mean([.common, .common], targets: [0, 0], .zero).weights([0, 1, 1])),
    Self(
      "all targets have class weight 0, mean, emptyMean .error", .nothing,
      .mean([.common, .common], targets: [0, 0], .error).weights([0, 1, 1])),
    Self(
      "all targets have class weight 0, sum", .same(as: "weights sum to 0"),
      .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1]).sum),
    Self(
      "all targets have class weight 0, smoothing, mean",
      .same(as: "weights sum to 0, smoothing"),
      .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1]).smoothing(
        0.125)),
    Self(
      "all class weights 0, target probabilities, no reduction",
      .same(as: "all weights 0, probabilities"),
      .loss(.common, targets: [0, 1, 0]).weights([0, 0, 0])),
    Self(
      "sample weights sum to 0, mean", .nothing,
      .mean([.common, .common], targets: [0, 0]).sampleWeights([1, -1])),
    Self(
      "divisor 0, mean", .nothing, .mean([.common], targets: [0]).divisor(0)),
    Self(
      "divisor 0, mean, emptyMean .zero", .nothing,
      .mean([.common], targets: [0], .zero).divisor(0)),
    Self(
      "divisor 0, mean, emptyMean .zero, NaN in a row", .nothing,
      .mean([.poisoned], targets: [0], .zero).divisor(0)),
    Self(
      "negative divisor, mean", .nothing,
      .mean([.common], targets: [0]).divisor(-1)),
    Self(
      "divisor NaN, mean", .nothing,
      .mean([.common], targets: [0]).divisor(.nan)),
    Self(
      "divisor NaN, sum", .nothing,
      .mean([.common], targets: [0]).divisor(.nan).sum),
  ]

  /// Rows with infinities and NaN.
  static let infinitiesAndNaN: [UndefinedCase] = [
    Self("−∞ alone", .same(as: "a row of -inf"), .loss(.lone)),
    Self(
      "−∞ alone, target probabilities",
      .same(as: "a row of -inf, probabilities"),
      .loss(.lone, targets: [1, 0, 0])),
    Self("−∞ alone, negativeInfinityRows .zero", .nothing, .loss(.lone).zero),
    Self(
      "−∞ alone, negativeInfinityRows .zero, mean with a common row", .nothing,
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
    Self(
      "−∞ and +∞ with a softcap of 2", .nothing,
      .loss([-.infinity, .infinity, 0]).softcap(2)),
    Self("−∞ alone with a softcap of 2", .nothing, .loss(.lone).softcap(2)),
    Self("NaN with a softcap of 2", .nothing, .loss(.poisoned).softcap(2)),
    Self(
      "−∞ beside the target with a z-loss of 1", .nothing,
      .loss(.masked, target: 1).zLoss(1)),
    Self("+∞ with a z-loss of 1", .nothing, .loss(.infinite).zLoss(1)),
    Self("one class", .same(as: "one class"), .loss([3.5])),
    Self(
      "one class, smoothing", .same(as: "one class, smoothing"),
      .loss([3.5]).smoothing(0.25)),
    Self("one class, −∞", .same(as: "one class, -inf"), .loss([-.infinity])),
    Self("one class, +∞", .same(as: "one class, +inf"), .loss([.infinity])),
  ]
}
