/// What a chunk of the classes says of a sample's loss.
///
/// When the classes of a model are spread over machines, each of them makes
/// partial results of its chunk, and merged they give the loss of the whole row.
///
/// The maximum is exact, the sum of a chunk as exact as that of any row: in the
/// type of the logits. Merging is done in Double. With m and n the maxima of
/// the chunks, a merge adds a relative error of at most `2 + |m − n| / 2`
/// roundings of 2^−52 to the sum: half of one for the sum, the product and each
/// unit of m − n, one for the exponential. Where |m − n| is large, the chunk that
/// it weighs on hardly counts. So the order of the merges shows in some last bits
/// of a Double, and the cuts in some last bits of the logits' type.
public struct PartialCrossEntropy: Hashable, Sendable, BitwiseCopyable {
  /// The largest logit of the chunk; −∞ without classes.
  public let maximum: Double

  /// The sum of `exp(x − maximum)` over the chunk; +∞ or 0 where the maximum is
  /// infinite.
  public let sum: Double

  /// The logit of the target, if the chunk has it; otherwise −∞.
  public let targetLogit: Double

  /// Whether the chunk has the target.
  public let hasTarget: Bool

  /// The result of no classes; merged with another result, it leaves that as it
  /// is.
  public static let empty = PartialCrossEntropy(
    maximum: -.infinity, sum: 0, targetLogit: -.infinity, hasTarget: false)

  /// The result of the classes of both chunks.
  ///
  /// If both have the target, the first one's logit counts.
  ///
  /// - Complexity: O(1).
  public func merged(with other: PartialCrossEntropy) -> PartialCrossEntropy {
    // NaN in a sum stays there; a maximum is never NaN.
    let maximum = max(maximum, other.maximum)
    return PartialCrossEntropy(
      maximum: maximum,
      sum: scaledSum(to: maximum) + other.scaledSum(to: maximum),
      targetLogit: hasTarget ? targetLogit : other.targetLogit,
      hasTarget: hasTarget || other.hasTarget)
  }

  /// The logarithm of the sum of the exponentials of the classes so far.
  public var logSumExp: Double {
    maximum.isInfinite && !sum.isNaN ? maximum : maximum + logarithm(sum)
  }

  /// The loss in nats, when all classes have been merged; NaN without a target,
  /// and where the maximum is infinite.
  public var loss: Double {
    hasTarget && maximum.isFinite
      ? logarithm(sum) - (targetLogit - maximum) : .nan
  }

  private func scaledSum(to largest: Double) -> Double {
    maximum == largest ? sum : sum * exponential(maximum - largest)
  }
}

// As bits: a chunk without the target has a logit of −∞, for which JSON has no
// number.
extension PartialCrossEntropy: Codable {
  private enum CodingKeys: String, CodingKey {
    case maximum
    case sum
    case targetLogit
    case hasTarget
  }

  /// Reads what ``encode(to:)`` has written.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func double(_ key: CodingKeys) throws -> Double {
      Double(bitPattern: try container.decode(UInt64.self, forKey: key))
    }
    maximum = try double(.maximum)
    sum = try double(.sum)
    targetLogit = try double(.targetLogit)
    hasTarget = try container.decode(Bool.self, forKey: .hasTarget)
  }

  /// Writes the bits of the numbers, and whether the chunk has the target.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(maximum.bitPattern, forKey: .maximum)
    try container.encode(sum.bitPattern, forKey: .sum)
    try container.encode(targetLogit.bitPattern, forKey: .targetLogit)
    try container.encode(hasTarget, forKey: .hasTarget)
  }
}
