/// What a slice of the classes says of a sample's loss.
///
/// When the classes of a model are spread over machines, each of them makes
/// partial results of its slice, and merged they give the loss of the whole row.
///
/// A merge rounds the two sums of exponentials to Double: its relative error is
/// at most (3 + |m − n| / 2) ulp, with m and n the maxima of the slices. The
/// maximum, and with it the size of the numbers, is exact. So the loss from
/// slices differs from that of the whole row by some ulp of Double, and in the
/// order of the merges by less than that.
public struct PartialCrossEntropy: Hashable, Sendable, BitwiseCopyable, Codable
{
  /// The largest logit of the slice; −∞ without classes.
  public let maximum: Double

  /// Σ exp(x − maximum) over the slice; +∞ or 0 where the maximum is infinite.
  public let sum: Double

  /// The logit of the target, if the slice has it; otherwise −∞.
  public let targetLogit: Double

  /// Whether the slice has the target.
  public let hasTarget: Bool

  /// The result of no classes, which merging leaves other results as they are
  /// with.
  public static let empty = PartialCrossEntropy(
    maximum: -.infinity, sum: 0, targetLogit: -.infinity, hasTarget: false)

  /// The result of the classes of both slices.
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

  /// log Σ exp of the classes so far.
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
