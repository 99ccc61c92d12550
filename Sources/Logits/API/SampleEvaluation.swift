/// All that one sample's logits say, given its class.
///
/// z are the logits after temperature and softcap, p their softmax. A row that is
/// not finite (``isNonFinite``) has NaN in every Double but for ``logSumExp`` and
/// ``weight``, and the loss where ``NegativeInfinityRows/zero`` says otherwise;
/// its prediction and rank are still what the order of the logits says.
public struct SampleEvaluation: Hashable, Sendable, BitwiseCopyable {
  /// The loss with all options, in nats, times the weight of the sample; 0 for
  /// an ignored sample.
  public let loss: Double

  /// What the sample adds to the divisor of a mean: its own weight times that of
  /// its class; 0 for an ignored sample.
  public let weight: Double

  /// The logarithm of the sum of the exponentials, `log Σ exp z`.
  public let logSumExp: Double

  /// The largest probability, that of the prediction.
  public let confidence: Double

  /// The entropy of the predicted distribution, `−Σ p log p`, in nats.
  public let entropy: Double

  /// The Brier score `Σ (p − y)²`, with y 1 at the target and 0 elsewhere: from 0
  /// to 2.
  public let brier: Double

  /// The index of the largest logit, as ``argmax(_:_:execution:)`` gives it.
  public let prediction: Int

  /// How many classes come before the target: those with a larger logit, and
  /// those with an equal one and a smaller index.
  ///
  /// NaN counts as the largest.
  public let rank: Int

  /// Whether the sample was ignored.
  ///
  /// Its loss and weight are 0 then, its other Doubles NaN, prediction and rank
  /// −1.
  public var isIgnored: Bool { prediction < 0 }

  /// Whether the row has no softmax: z has a NaN, or +∞, or is −∞ alone.
  ///
  /// A logit of −∞ beside numbers, as a mask makes it, is a class of probability
  /// 0, and with a softcap no infinity is left. Ignored samples are never
  /// among these rows.
  public var isNonFinite: Bool { confidence.isNaN && !isIgnored }

  /// Whether the prediction is the target; never of a row that is not finite.
  public var isCorrect: Bool { isAmongTop(1) }

  /// Whether the target is among the k classes with the largest logits: its rank
  /// is below k.
  ///
  /// It never is in a row that is not finite, nor in an ignored sample.
  public func isAmongTop(_ k: Int) -> Bool { rank < k && confidence >= 0 }

  /// The sample with what is said of target probabilities, and the weight 1.
  package func softened(loss: Double, brier: Double) -> SampleEvaluation {
    SampleEvaluation(
      loss: loss, weight: 1, logSumExp: logSumExp, confidence: confidence,
      entropy: entropy, brier: brier, prediction: prediction, rank: rank)
  }

  /// An ignored sample; also what a buffer may be filled with before it is used.
  public static let ignored = SampleEvaluation(
    loss: 0, weight: 0, logSumExp: .nan, confidence: .nan, entropy: .nan,
    brier: .nan, prediction: -1, rank: -1)
}
