extension UndefinedCase {
  /// Nothing to take a mean of.
  static let nothingCounts: [UndefinedCase] = [
    UndefinedCase(
      "all samples ignored, mean", "loss NaN, gradient 0",
      .same(as: "all rows ignored"),
      .mean([.common, .common], targets: [-100, -100])),
    UndefinedCase(
      "all samples ignored, mean, emptyMean .zero", "loss 0, gradient 0",
      .nothing,
      .mean([.common, .common], targets: [-100, -100], .zero)),
    UndefinedCase(
      "all samples ignored, mean, emptyMean .error",
      "error: no sample counts, so there is no mean", .nothing,
      .mean([.common, .common], targets: [-100, -100], .error)),
    UndefinedCase(
      "all samples ignored, sum", "loss 0, gradient 0",
      .same(as: "all rows ignored"),
      .mean([.common, .common], targets: [-100, -100]).sum),
    UndefinedCase(
      "all samples ignored, no reduction", "loss 0, gradient 0",
      .same(as: "all rows ignored"),
      .mean([.common, .common], targets: [-100, -100]).none),
    UndefinedCase(
      "all samples ignored, class weights, mean", "loss NaN, gradient 0",
      .same(as: "all rows ignored, weights"),
      .mean([.common, .common], targets: [-100, -100]).weights([1, 2, 3])),
    UndefinedCase(
      "all samples ignored, smoothing, mean", "loss NaN, gradient 0",
      .same(as: "all rows ignored, smoothing"),
      .mean([.common, .common], targets: [-100, -100]).smoothing(0.125)),
    UndefinedCase(
      "no samples, class indices, mean", "loss NaN, gradient nothing",
      .same(as: "no rows, indices"),
      .mean([], targets: [])),
    UndefinedCase(
      "no samples, class indices, mean, emptyMean .zero",
      "loss 0, gradient nothing", .nothing,
      .mean([], targets: [], .zero)),
    UndefinedCase(
      "no samples, class indices, mean, emptyMean .error",
      "error: no sample counts, so there is no mean", .nothing,
      .mean([], targets: [], .error)),
    UndefinedCase(
      "no samples, class indices, sum", "loss 0, gradient nothing",
      .same(as: "no rows, indices"),
      .mean([], targets: []).sum),
    UndefinedCase(
      "no samples, class indices, no reduction",
      "loss nothing, gradient nothing",
      .same(as: "no rows, indices"), .mean([], targets: []).none),
    UndefinedCase(
      "no samples, target probabilities, mean", "loss NaN, gradient nothing",
      .same(as: "no rows, probabilities"), .meanOfNoProbabilities()),
    UndefinedCase(
      "no samples, target probabilities, mean, emptyMean .zero",
      "loss 0, gradient nothing", .nothing,
      .meanOfNoProbabilities(.zero)),
    UndefinedCase(
      "no samples, target probabilities, mean, emptyMean .error",
      "error: no sample counts, so there is no mean",
      .nothing, .meanOfNoProbabilities(.error)),
    UndefinedCase(
      "no samples, target probabilities, sum", "loss 0, gradient nothing",
      .same(as: "no rows, probabilities"), .meanOfNoProbabilities().sum),
    UndefinedCase(
      "no samples, target probabilities, no reduction",
      "loss nothing, gradient nothing",
      .same(as: "no rows, probabilities"), .meanOfNoProbabilities().none),
    UndefinedCase(
      "all targets have class weight 0, mean", "loss NaN, gradient NaN",
      .same(as: "weights sum to 0"),
      .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1])),
    UndefinedCase(
      "all targets have class weight 0, mean, emptyMean .zero",
      "loss 0, gradient 0", .nothing,
      .mean([.common, .common], targets: [0, 0], .zero).weights([0, 1, 1])),
    UndefinedCase(
      "all targets have class weight 0, mean, emptyMean .error",
      "error: no sample counts, so there is no mean",
      .nothing,
      .mean([.common, .common], targets: [0, 0], .error).weights([0, 1, 1])),
    UndefinedCase(
      "all targets have class weight 0, sum", "loss 0, gradient 0",
      .same(as: "weights sum to 0"),
      .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1]).sum),
    UndefinedCase(
      "all targets have class weight 0, smoothing, mean",
      "loss NaN, gradient NaN",
      .same(as: "weights sum to 0, smoothing"),
      .mean([.common, .common], targets: [0, 0]).weights([0, 1, 1])
        .smoothing(0.125)),
    UndefinedCase(
      "all class weights 0, target probabilities, no reduction",
      "loss 0, gradient 0",
      .same(as: "all weights 0, probabilities"),
      .loss(.common, targets: [0, 1, 0]).weights([0, 0, 0])),
    UndefinedCase(
      "sample weights sum to 0, mean", "loss NaN, gradient NaN", .nothing,
      .mean([.common, .common], targets: [0, 0]).sampleWeights([1, -1])),
    UndefinedCase(
      "divisor 0, mean", "loss NaN, gradient NaN", .nothing,
      .mean([.common], targets: [0]).divisor(0)),
    UndefinedCase(
      "divisor 0, mean, emptyMean .zero", "loss 0, gradient 0", .nothing,
      .mean([.common], targets: [0], .zero).divisor(0)),
    UndefinedCase(
      "divisor 0, mean, emptyMean .zero, NaN in a row", "loss 0, gradient NaN",
      .nothing,
      .mean([.poisoned], targets: [0], .zero).divisor(0)),
    UndefinedCase(
      "negative divisor, mean",
      "error: divisor must be finite, 0 or more, not -1.0", .nothing,
      .mean([.common], targets: [0]).divisor(-1)),
    UndefinedCase(
      "divisor NaN, mean", "error: divisor must be finite, 0 or more, not nan",
      .nothing,
      .mean([.common], targets: [0]).divisor(.nan)),
    UndefinedCase(
      "divisor NaN, sum", "loss 1.14, gradient −0.68 0.53 0.15", .nothing,
      .mean([.common], targets: [0]).divisor(.nan).sum),
  ]

  /// Rows with infinities and NaN.
  static let infinitiesAndNaN: [UndefinedCase] = [
    UndefinedCase(
      "−∞ alone", "loss NaN, gradient NaN", .same(as: "a row of -inf"),
      .loss(.lone)),
    UndefinedCase(
      "−∞ alone, target probabilities", "loss NaN, gradient NaN",
      .same(as: "a row of -inf, probabilities"),
      .loss(.lone, targets: [1, 0, 0])),
    UndefinedCase(
      "−∞ alone, negativeInfinityRows .zero", "loss 0, gradient 0", .nothing,
      .loss(.lone).zero),
    UndefinedCase(
      "−∞ alone, negativeInfinityRows .zero, mean with a common row",
      "loss 0.32, gradient 0 0 0 0.16 −0.24 0.08",
      .nothing, .mean([.lone, .common], targets: [0, 1]).zero),
    UndefinedCase(
      "−∞ alone, ignored", "loss 0, gradient 0",
      .other("loss 0, gradient NaN", in: "a row of -inf, ignored"),
      .loss(.lone, target: -100)),
    UndefinedCase(
      "−∞ at the target", "loss +∞, gradient −1 0.27 0.73",
      .same(as: "-inf at the target"), .loss(.masked)),
    UndefinedCase(
      "−∞ beside the target", "loss 1.31, gradient 0 −0.73 0.73",
      .same(as: "-inf beside the target"),
      .loss(.masked, target: 1)),
    UndefinedCase(
      "+∞ at the target", "loss NaN, gradient NaN",
      .same(as: "+inf at the target"),
      .loss(.infinite, target: 1)),
    UndefinedCase(
      "+∞ beside the target", "loss NaN, gradient NaN",
      .same(as: "+inf beside the target"),
      .loss(.infinite)),
    UndefinedCase(
      "+∞ in an ignored sample", "loss 0, gradient 0",
      .other("loss 0, gradient NaN", in: "+inf, ignored"),
      .loss(.infinite, target: -100)),
    UndefinedCase(
      "NaN", "loss NaN, gradient NaN", .same(as: "NaN"), .loss(.poisoned)),
    UndefinedCase(
      "NaN in an ignored sample", "loss 0, gradient 0",
      .other("loss 0, gradient NaN", in: "NaN, ignored"),
      .loss(.poisoned, target: -100)),
    UndefinedCase(
      "NaN in an ignored sample, smoothing", "loss 0, gradient 0",
      .other("loss 0, gradient NaN", in: "NaN, ignored, smoothing"),
      .loss(.poisoned, target: -100).smoothing(0.125)),
    UndefinedCase(
      "NaN in a sample that is ignored by its class", "loss 0, gradient 0",
      .other("loss 0, gradient NaN", in: "NaN, ignored by a class"),
      .loss(.poisoned).ignoring(0)),
    UndefinedCase(
      "−∞ in an ignored sample, smoothing", "loss 0, gradient 0",
      .same(as: "-inf, ignored, smoothing"),
      .loss(.masked, target: -100).smoothing(0.125)),
    UndefinedCase(
      "−∞ and +∞ with a softcap of 2", "loss 4.14, gradient 0 0 0.12", .nothing,
      .loss([-.infinity, .infinity, 0]).softcap(2)),
    UndefinedCase(
      "−∞ alone with a softcap of 2", "loss 1.1, gradient 0", .nothing,
      .loss(.lone).softcap(2)),
    UndefinedCase(
      "NaN with a softcap of 2", "loss NaN, gradient NaN", .nothing,
      .loss(.poisoned).softcap(2)),
    UndefinedCase(
      "−∞ beside the target with a z-loss of 1",
      "loss 3.04, gradient 0 −0.02 2.65", .nothing,
      .loss(.masked, target: 1).zLoss(1)),
    UndefinedCase(
      "+∞ with a z-loss of 1", "loss NaN, gradient NaN", .nothing,
      .loss(.infinite).zLoss(1)),
    UndefinedCase(
      "one class", "loss 0, gradient 0", .same(as: "one class"), .loss([3.5])),
    UndefinedCase(
      "one class, smoothing", "loss 0, gradient 0",
      .same(as: "one class, smoothing"),
      .loss([3.5]).smoothing(0.25)),
    UndefinedCase(
      "one class, −∞", "loss NaN, gradient NaN", .same(as: "one class, -inf"),
      .loss([-.infinity])),
    UndefinedCase(
      "one class, +∞", "loss NaN, gradient NaN", .same(as: "one class, +inf"),
      .loss([.infinity])),
  ]
}
