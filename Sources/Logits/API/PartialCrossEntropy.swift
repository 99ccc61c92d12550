/// What a chunk of the classes says of a sample's loss.
///
/// When the classes of a model are spread over machines, each of them makes
/// partial results of its chunk, and merged they give the loss of the whole row,
/// and the gradient of each chunk: see
/// ``CrossEntropy/partialCrossEntropy(_:_:targets:firstClass:into:execution:)``.
/// They are eight Doubles, without padding, so a buffer of them can be gathered
/// as an array of numbers.
///
/// The maximum is exact, the sum of a chunk as exact as that of any row: in the
/// type of the logits. Merging is done in Double. With m and n the maxima of
/// the chunks, a merge adds a relative error of at most `2 + |m − n| / 2`
/// roundings of 2^−52 to the sum: half of one for the sum, the product and each
/// unit of m − n, one for the exponential. Where |m − n| is large, the chunk that
/// it weighs on hardly counts. So the order of the merges shows in some last bits
/// of a Double, and the cuts in some last bits of the logits' type.
public struct PartialCrossEntropy: Hashable, Sendable, BitwiseCopyable {
  /// m, the largest z of the chunk: of the logits after softcap and temperature;
  /// −∞ without classes.
  public let maximum: Double

  /// Σ exp(z − m) over the chunk; +∞ or 0 where the maximum is infinite.
  public let sum: Double

  /// Σ w (z − m) over the chunk, with the class weights w; 0 without label
  /// smoothing, which alone needs it.
  public let logitSum: Double

  /// Σ w over the chunk; 0 without label smoothing.
  public let weightSum: Double

  /// z of the target, if the chunk has it; otherwise 0.
  public let targetLogit: Double

  /// The class weight of the target, if the chunk has it; otherwise 0.
  public let targetWeight: Double

  /// How many chunks have the target: 1 in the end.
  public let targets: Double

  /// How many classes there are; 0 for an ignored sample.
  public let classes: Double

  /// The result of no classes, which merging leaves other results as they are
  /// with; also that of an ignored sample.
  public static let empty = PartialCrossEntropy(
    maximum: -.infinity, sum: 0, logitSum: 0, weightSum: 0, targetLogit: 0,
    targetWeight: 0, targets: 0, classes: 0)

  /// The result of the classes of both chunks.
  ///
  /// - Complexity: O(1).
  public func merged(with other: PartialCrossEntropy) -> PartialCrossEntropy {
    // NaN in a sum stays there; a maximum is never NaN.
    let maximum = max(maximum, other.maximum)
    return PartialCrossEntropy(
      maximum: maximum,
      sum: scaledSum(to: maximum) + other.scaledSum(to: maximum),
      logitSum: shiftedLogitSum(to: maximum)
        + other.shiftedLogitSum(to: maximum),
      weightSum: weightSum + other.weightSum,
      targetLogit: targetLogit + other.targetLogit,
      targetWeight: targetWeight + other.targetWeight,
      targets: targets + other.targets, classes: classes + other.classes)
  }

  /// log Σ exp z of the classes so far.
  public var logSumExp: Double {
    maximum.isInfinite && !sum.isNaN ? maximum : maximum + logarithm(sum)
  }

  /// Whether a chunk so far has the target.
  public var hasTarget: Bool { targets > 0 }

  private func scaledSum(to largest: Double) -> Double {
    maximum == largest ? sum : sum * exponential(maximum - largest)
  }

  private func shiftedLogitSum(to largest: Double) -> Double {
    maximum == largest
      ? logitSum : logitSum + product(weightSum, maximum - largest)
  }
}

extension PartialCrossEntropy {
  /// Whether this is of a sample that is not read.
  var isIgnored: Bool { classes == 0 }

  /// Whether all logits are −∞.
  var isEmpty: Bool { maximum == -.infinity && sum == 0 }

  /// T, the weight of log Σ exp (z − m) in the loss.
  func totalWeight(_ options: CrossEntropy) -> Double {
    (1 - options.labelSmoothing) * targetWeight
      + options.labelSmoothing / classes * weightSum
  }

  /// The loss, when all classes have been merged, without the weight of the
  /// sample.
  func loss(_ options: CrossEntropy) -> Double {
    guard !isIgnored else { return 0 }
    guard targets == 1, maximum.isFinite else {
      return targets == 1 && isEmpty && options.negativeInfinityRows == .zero
        ? 0 : .nan
    }
    let dot =
      product(
        (1 - options.labelSmoothing) * targetWeight, targetLogit - maximum)
      + product(options.labelSmoothing / classes, logitSum)
    let loss = totalWeight(options) * logarithm(sum) - dot
    guard options.zLoss != 0 else { return loss }
    return loss + options.zLoss * logSumExp * logSumExp
  }
}

// As bits: a chunk of no classes has a maximum of −∞, for which JSON has no
// number.
extension PartialCrossEntropy: Codable {
  /// Reads what ``encode(to:)`` has written.
  public init(from decoder: any Decoder) throws {
    let numbers = try decoder.singleValueContainer().decode([UInt64].self)
      .map { Double(bitPattern: $0) }
    guard numbers.count == 8 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "\(numbers.count) numbers instead of 8"))
    }
    self.init(
      maximum: numbers[0], sum: numbers[1], logitSum: numbers[2],
      weightSum: numbers[3], targetLogit: numbers[4],
      targetWeight: numbers[5], targets: numbers[6], classes: numbers[7])
  }

  /// Writes the bits of the numbers, in their order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      [
        maximum, sum, logitSum, weightSum, targetLogit, targetWeight, targets,
        classes,
      ].map(\.bitPattern))
  }
}
