/// What becomes of a row whose elements are all −∞.
///
/// With a softcap such a row is one of equal, finite logits.
public enum NegativeInfinityRows: String, Hashable, Sendable, CaseIterable,
  Codable
{
  /// NaN, as in PyTorch: probabilities, loss and gradient.
  case nan

  /// Probabilities, loss and gradient of 0; the logarithms of these
  /// probabilities are −∞. The row counts in the divisor of a mean.
  case zero
}
