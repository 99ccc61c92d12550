/// What the rows of a loss hold.
public enum LossInput: String, Hashable, Sendable, CaseIterable, Codable {
  /// Logits, of any range, as for `nn.CrossEntropyLoss`.
  case logits

  /// Logarithms of probabilities, as `logSoftmax` gives them, and as for
  /// `nn.NLLLoss`.
  ///
  /// They are taken as they are, not checked to be those of a distribution.
  case logProbabilities

  /// Probabilities, for the textbook's `−Σ y log p`.
  ///
  /// They are taken as they are, not checked to sum to 1.
  case probabilities
}
