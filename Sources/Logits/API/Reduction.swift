/// How the losses of the samples become one number.
public enum Reduction: String, Hashable, Sendable, CaseIterable, Codable {
  /// Their sum divided by what ``Divisor`` says; where that is 0, what
  /// ``EmptyMean`` says.
  case mean

  /// Their sum; 0 if there are none.
  case sum
}

/// What a mean is when nothing counts: no samples, all of them ignored, or a
/// divisor of 0.
public enum EmptyMean: String, Hashable, Sendable, CaseIterable, Codable {
  /// NaN, as in PyTorch; so is the gradient, except of ignored samples, where it
  /// is 0.
  case nan

  /// 0, and so is the gradient, except of rows whose softmax is NaN.
  case zero

  /// The call throws ``LogitsError/Code/nothingCounts``, and has written
  /// nothing.
  case error
}

/// What the sum of the losses is divided by to make the mean.
///
/// A divisor of 0 is answered by ``CrossEntropy/emptyMean``. Weights may be
/// negative, and so may their sum be: then the mean is what the division gives,
/// as in PyTorch.
public enum Divisor: Hashable, Sendable {
  /// The weights of the samples that count, as in PyTorch.
  ///
  /// For class indices that is `Σ s w_t`, for target probabilities `Σ s`, with s
  /// the weight of a sample (1 if none are given) and w_t that of its class.
  case weights

  /// The number of samples that count.
  case samples

  /// A number of your own, finite and not negative: the number of tokens in all
  /// the batches whose gradients are accumulated, say.
  case value(Double)
}
