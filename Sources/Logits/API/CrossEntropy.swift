import KernelTypes

/// A cross-entropy with all its options.
///
/// ```swift
/// let loss = try CrossEntropy().loss(logits, .rows(of: 10), targets: labels)
///
/// var smoothed = CrossEntropy(ignoreIndex: -100)
/// smoothed.labelSmoothing = 0.1
/// ```
///
/// Of each row x the softmax is taken of
/// `z = softcap · tanh(x / softcap) / temperature`. With p that softmax, w the
/// class weights, ε the label smoothing and λ the factor of the z-loss, the loss
/// of a sample is
///
/// - for the class t: `(1 − ε) · −w_t log p_t + ε / classes · Σ −w_c log p_c`,
/// - for target probabilities y: `Σ −w_c ((1 − ε) y_c + ε / classes) log p_c`,
///
/// both plus `λ (log Σ exp z)²`, all times the sample's weight. That is
/// `nn.CrossEntropyLoss` of PyTorch 2.13, which has no z-loss, no temperature,
/// no softcap and no weights of samples. **PyTorch ignores the class index −100
/// unless told otherwise; here none is ignored unless ``ignoreIndex`` says so.**
/// <doc:Losses> has the formulas of the gradients and of the divisor, and what
/// other libraries call the options.
///
/// Options can be given any value; a call checks them before it touches a
/// buffer, and so does ``validate(classes:)``. What the data can do is answered
/// in <doc:UndefinedCases>. A call on logits allocates nothing, but for the array
/// that it returns.
public struct CrossEntropy: Hashable, Sendable {
  /// A finite weight for each class, w; `nil` stands for 1.
  ///
  /// Rows of Float are multiplied with the weights rounded to Float, which have
  /// to be finite as well. Weights may be negative, as in PyTorch.
  ///
  /// - Complexity: Setting them takes O(classes), and allocates.
  public var classWeights: [Double]? {
    get { weights?.doubles }
    set { weights = newValue.map(ClassWeightValues.init) }
  }

  /// Samples of this class index add nothing to loss and divisor, and have a
  /// gradient of 0, whatever their logits are; `nil` if there are none.
  ///
  /// It may be a class, or no class at all. Target probabilities have none.
  public var ignoreIndex: Int?

  /// The part of the target that all classes share, ε, from 0 to 1.
  public var labelSmoothing: Double

  /// How the losses of the samples become one number.
  public var reduction: Reduction

  /// What the square of `log Σ exp z` is multiplied by, λ, 0 or more.
  public var zLoss: Double

  /// What logits are divided by, after the softcap; from 1e-15 to 1e15.
  public var temperature: Double

  /// The bound that logits approach, from 1e-15 to 1e15; infinite for none.
  public var softcap: Double

  /// How far from 1 a row of target probabilities may sum before the call
  /// throws, 0 or more; `nil` if they are not checked.
  public var targetSumTolerance: Double?

  /// What the mean is when nothing counts.
  public var emptyMean: EmptyMean

  /// What a row of −∞ alone is.
  public var negativeInfinityRows: NegativeInfinityRows

  /// What the rows hold: logits, or what a softmax has made of them.
  ///
  /// Temperature, softcap and z-loss are for logits alone.
  public var input: LossInput

  var weights: ClassWeightValues?

  /// A loss with these options.
  ///
  /// Without any it is `nn.CrossEntropyLoss()`, but that no class index is
  /// ignored.
  public init(
    classWeights: [Double]? = nil,
    ignoreIndex: Int? = nil,
    labelSmoothing: Double = 0,
    reduction: Reduction = .mean,
    zLoss: Double = 0,
    temperature: Double = 1,
    softcap: Double = .infinity,
    targetSumTolerance: Double? = nil,
    emptyMean: EmptyMean = .nan,
    negativeInfinityRows: NegativeInfinityRows = .nan,
    input: LossInput = .logits
  ) {
    weights = classWeights.map(ClassWeightValues.init)
    self.ignoreIndex = ignoreIndex
    self.labelSmoothing = labelSmoothing
    self.reduction = reduction
    self.zLoss = zLoss
    self.temperature = temperature
    self.softcap = softcap
    self.targetSumTolerance = targetSumTolerance
    self.emptyMean = emptyMean
    self.negativeInfinityRows = negativeInfinityRows
    self.input = input
  }

  /// Checks the options, as every call does.
  ///
  /// - Parameter classes: The number of classes; `nil` if the number of class
  ///   weights is not to be checked.
  /// - Complexity: O(classes) with class weights, otherwise O(1).
  /// - Throws: ``LogitsError`` that names the first option out of its range.
  public func validate(classes: Int? = nil) throws(LogitsError) {
    let largest = Double.greatestFiniteMagnitude
    try check(.labelSmoothing, labelSmoothing, 0...1)
    try check(.zLoss, zLoss, 0...largest)
    try check(.temperature, temperature, LogitTransform.range)
    if softcap != .infinity {
      try check(.softcap, softcap, LogitTransform.range)
    }
    try check(.targetSumTolerance, targetSumTolerance ?? 0, 0...largest)
    if input != .logits {
      guard temperature == 1 else {
        throw .onlyForLogits(.temperature, value: temperature)
      }
      guard softcap == .infinity else {
        throw .onlyForLogits(.softcap, value: softcap)
      }
      guard zLoss == 0 else { throw .onlyForLogits(.zLoss, value: zLoss) }
    }
    guard let weights else { return }
    if let classes, weights.doubles.count != classes {
      throw .sizeMismatch(
        .classWeights, expected: classes...classes,
        actual: weights.doubles.count)
    }
    for (index, weight) in weights.floats.enumerated() where !weight.isFinite {
      throw .invalidWeight(
        .classWeights, index: index, value: weights.doubles[index])
    }
  }

  private func check(
    _ option: LogitsError.Option, _ value: Double, _ range: ClosedRange<Double>
  ) throws(LogitsError) {
    guard range.contains(value) else {
      throw .optionOutOfRange(option, value: value)
    }
  }

  var transform: LogitTransform {
    LogitTransform(temperature: temperature, softcap: softcap)
  }
}

extension CrossEntropy: Codable {
  private enum CodingKeys: String, CodingKey {
    case classWeights, ignoreIndex, labelSmoothing, reduction, zLoss
    case temperature, softcap, targetSumTolerance, emptyMean
    case negativeInfinityRows, input
  }

  /// Reads options; those that are not there have their defaults.
  ///
  /// - Throws: ``LogitsError`` for options out of their ranges.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
      try container.decodeIfPresent(Value.self, forKey: key)
    }
    self.init()
    classWeights = try value(.classWeights)
    ignoreIndex = try value(.ignoreIndex)
    labelSmoothing = try value(.labelSmoothing) ?? labelSmoothing
    reduction = try value(.reduction) ?? reduction
    zLoss = try value(.zLoss) ?? zLoss
    temperature = try value(.temperature) ?? temperature
    softcap = try value(.softcap) ?? softcap
    targetSumTolerance = try value(.targetSumTolerance)
    emptyMean = try value(.emptyMean) ?? emptyMean
    negativeInfinityRows =
      try value(.negativeInfinityRows) ?? negativeInfinityRows
    input = try value(.input) ?? input
    try validate()
  }

  /// Writes the options; JSON has no infinity, so a softcap of none is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(classWeights, forKey: .classWeights)
    try container.encodeIfPresent(ignoreIndex, forKey: .ignoreIndex)
    try container.encode(labelSmoothing, forKey: .labelSmoothing)
    try container.encode(reduction, forKey: .reduction)
    try container.encode(zLoss, forKey: .zLoss)
    try container.encode(temperature, forKey: .temperature)
    if softcap.isFinite { try container.encode(softcap, forKey: .softcap) }
    try container.encodeIfPresent(
      targetSumTolerance, forKey: .targetSumTolerance)
    try container.encode(emptyMean, forKey: .emptyMean)
    try container.encode(negativeInfinityRows, forKey: .negativeInfinityRows)
    try container.encode(input, forKey: .input)
  }
}
