import KernelTypes

/// A cross-entropy with all its options, made once and used for every batch.
///
/// Of each row x the softmax is taken of z = softcap · tanh(x / softcap) /
/// temperature. With p that softmax, w the class weights, ε the label smoothing
/// and λ the factor of the z-loss, the loss of a sample is
///
/// - for the class t: (1 − ε) · −w_t log p_t + ε / classes · Σ −w_c log p_c,
/// - for target probabilities y: Σ −w_c ((1 − ε) y_c + ε / classes) log p_c,
///
/// both plus λ (log Σ exp z)², all times the sample's weight. That is
/// `nn.CrossEntropyLoss` of PyTorch 2.13, which has no z-loss, no temperature,
/// no softcap and no weights of samples. <doc:Losses> has the formulas of the
/// gradients and of the divisor, and what other libraries call the options.
///
/// The options are checked when the value is made; what the data can still do is
/// answered in <doc:UndefinedCases>. A call allocates nothing, but for the array
/// that it returns.
public struct CrossEntropy: Hashable, Sendable {
  /// w, one weight of 0 or more for each class, finite as a Float; `nil` stands
  /// for 1.
  public let classWeights: [Double]?

  /// Samples of this class index are not read, add nothing to loss and divisor,
  /// and have a gradient of 0; `nil` if there are none.
  ///
  /// It may be a class, or no class at all. Target probabilities have none.
  public let ignoreIndex: Int?

  /// ε, from 0 to 1: the part of the target that all classes share.
  public let labelSmoothing: Double

  /// How the losses of the samples become one number.
  public let reduction: Reduction

  /// λ, 0 or more: what the square of log Σ exp z costs.
  public let zLoss: Double

  /// What logits are divided by, after the softcap; from 1e-15 to 1e15.
  public let temperature: Double

  /// The bound that logits approach, from 1e-15 to 1e15; infinite for none.
  public let softcap: Double

  /// How far from 1 a row of target probabilities may sum before the call
  /// throws; `nil` if they are not checked.
  public let targetSumTolerance: Double?

  /// What the mean is when nothing counts.
  public let emptyMean: EmptyMean

  /// What a row of −∞ alone is.
  public let negativeInfinityRows: NegativeInfinityRows

  /// The class weights once more, for rows of Float.
  let floatClassWeights: [Float]?

  /// A loss with these options; without any it is `nn.CrossEntropyLoss()`.
  ///
  /// - Parameters:
  ///   - classWeights: A weight of 0 or more for each class, finite as a Float.
  ///   - ignoreIndex: The class index of samples that do not count; `nil` if
  ///     all do.
  ///   - labelSmoothing: The part of the target that all classes share, from 0
  ///     to 1.
  ///   - reduction: How the losses of the samples become one number.
  ///   - zLoss: The factor of the squared log Σ exp, 0 or more.
  ///   - temperature: What logits are divided by, after the softcap; from 1e-15
  ///     to 1e15.
  ///   - softcap: The bound that logits approach, from 1e-15 to 1e15 or
  ///     infinite.
  ///   - targetSumTolerance: How far from 1 target probabilities may sum, 0 or
  ///     more; `nil` for any distance.
  ///   - emptyMean: What the mean is when nothing counts.
  ///   - negativeInfinityRows: What a row of −∞ alone is.
  /// - Throws: ``LogitsError`` that names the first option out of its range.
  public init(
    classWeights: [Double]? = nil,
    ignoreIndex: Int? = -100,
    labelSmoothing: Double = 0,
    reduction: Reduction = .mean,
    zLoss: Double = 0,
    temperature: Double = 1,
    softcap: Double = .infinity,
    targetSumTolerance: Double? = nil,
    emptyMean: EmptyMean = .nan,
    negativeInfinityRows: NegativeInfinityRows = .nan
  ) throws(LogitsError) {
    func check(
      _ option: LogitsError.Option, _ value: Double,
      _ range: ClosedRange<Double>
    ) throws(LogitsError) {
      guard range.contains(value) else {
        throw .optionOutOfRange(option, value: value)
      }
    }
    for (index, weight) in (classWeights ?? []).enumerated() {
      // Rows of Float multiply with Floats.
      guard weight >= 0, Float(weight).isFinite else {
        throw .invalidWeight(.classWeights, index: index, value: weight)
      }
    }
    let largest = Double.greatestFiniteMagnitude
    try check(.labelSmoothing, labelSmoothing, 0...1)
    try check(.zLoss, zLoss, 0...largest)
    try check(.temperature, temperature, 1e-15...1e15)
    if softcap != .infinity { try check(.softcap, softcap, 1e-15...1e15) }
    if let targetSumTolerance {
      try check(.targetSumTolerance, targetSumTolerance, 0...largest)
    }
    self.classWeights = classWeights
    self.ignoreIndex = ignoreIndex
    self.labelSmoothing = labelSmoothing
    self.reduction = reduction
    self.zLoss = zLoss
    self.temperature = temperature
    self.softcap = softcap
    self.targetSumTolerance = targetSumTolerance
    self.emptyMean = emptyMean
    self.negativeInfinityRows = negativeInfinityRows
    floatClassWeights = classWeights?.map(Float.init)
  }

  /// The loss without options, of the functions that take none.
  @usableFromInline
  init(plain reduction: Reduction) {
    classWeights = nil
    ignoreIndex = nil
    labelSmoothing = 0
    self.reduction = reduction
    zLoss = 0
    temperature = 1
    softcap = .infinity
    targetSumTolerance = nil
    emptyMean = .nan
    negativeInfinityRows = .nan
    floatClassWeights = nil
  }

  var transform: LogitTransform {
    LogitTransform(temperature: temperature, softcap: softcap)
  }
}

/// What a mean is when nothing counts: no samples, all of them ignored, or a
/// divisor of 0.
public enum EmptyMean: String, Hashable, Sendable, CaseIterable {
  /// NaN, as in PyTorch; so is the gradient, but for ignored samples, where it
  /// is 0.
  case nan

  /// 0, and so is the gradient, but for rows whose softmax is NaN.
  case zero

  /// The call throws ``LogitsError/nothingCounts``, and has written nothing.
  case error
}

/// What becomes of a row whose elements are all −∞.
///
/// With a softcap such a row is one of equal, finite logits.
public enum NegativeInfinityRows: String, Hashable, Sendable, CaseIterable {
  /// NaN, as in PyTorch: probabilities, loss and gradient.
  case nan

  /// Probabilities, loss and gradient of 0; the logarithms of these
  /// probabilities are −∞. The row counts in the divisor of a mean.
  case zero
}

/// What the sum of the losses is divided by to make the mean.
///
/// A divisor of 0 is answered by ``CrossEntropy/emptyMean``.
public enum Divisor: Hashable, Sendable {
  /// The weights of the samples that count, as in PyTorch: for class indices
  /// Σ s w_t, for target probabilities Σ s, with s the weight of a sample (1 if
  /// none are given) and w_t that of its class.
  case weights

  /// The number of samples that count.
  case samples

  /// A number of your own, finite and not negative: the tokens of all
  /// micro-batches, say, whose gradients are accumulated.
  case value(Double)
}
