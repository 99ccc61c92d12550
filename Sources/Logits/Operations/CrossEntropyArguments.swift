/// The gradient of a result with respect to the loss, or to each sample's.
@usableFromInline
package enum Upstream {
  case loss(Double)
  case losses(SampleNumbers)
}

/// The arguments of a cross-entropy, not checked yet.
///
/// They can't be copied: at a few hundred bytes, with references to retain, copies
/// would take longer than the loss of a short row.
@usableFromInline
package struct CrossEntropyArguments<Scalar: LogitScalar>: ~Copyable {
  /// Logits, or what the options say.
  let input: Elements<Scalar>
  let layout: Layout
  let targets: TargetElements
  let options: CrossEntropy
  let execution: Execution
  @usableFromInline package var sampleWeights: SampleNumbers?
  @usableFromInline package var divisor = Divisor.weights
  @usableFromInline package var upstream: Upstream = .loss(1)
  @usableFromInline package var gradient: Elements<Scalar>?
  @usableFromInline package var gradientStride: Int?
  /// Where the reduced loss goes, too.
  package var loss: SampleNumbers?
  /// Of the caller's memory, in place of those of the options.
  package var classWeights: SampleNumbers?
  /// With a place for them, the losses are not reduced.
  @usableFromInline package var losses: SampleNumbers?
  @usableFromInline package var evaluations:
    UnsafeMutableBufferPointer<SampleEvaluation>?

  @usableFromInline
  package init(
    _ input: Elements<Scalar>, _ layout: Layout, _ targets: TargetElements,
    _ options: CrossEntropy, _ execution: Execution
  ) {
    self.input = input
    self.layout = layout
    self.targets = targets
    self.options = options
    self.execution = execution
  }

  /// Checks the arguments, then computes the loss, and what else has a buffer.
  @usableFromInline @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func compute() throws(LogitsError) -> Double {
    if let result = lossOfSingleRow() {
      loss?[0] = result
      return result
    }
    let shape = try layout.shape(of: input.count, inputRole)
    return try options.withClassWeights(classWeights, for: shape) {
      (weights: ClassWeights<Scalar>) throws(LogitsError) in
      try targets.withPrecision(of: Scalar.self, for: shape) {
        (targets) throws(LogitsError) in
        let samples = try checkedSamples(shape, targets, weights)
        let sum = sum(
          of: samples,
          LossFormula(
            options, classes: shape.classes, weights, samples.plan.kernels))
        let result = options.mean(sum, samples.divisor)
        loss?[0] = result
        return result
      }
    }
  }

  private func sum(
    of samples: LossSamples<Scalar>, _ formula: LossFormula<Scalar>
  ) -> Double {
    switch (evaluations, options.input) {
    case (let evaluations?, _):
      EvaluationOperation(
        samples: samples, formula: formula, results: evaluations.baseAddress
      ).run()
    case (nil, .logits):
      CrossEntropyOperation(samples: samples, formula: formula).run()
    case (nil, let input):
      LikelihoodOperation(
        samples: samples, formula: formula,
        takesLogarithms: input == .probabilities
      ).run()
    }
  }

  /// The number of samples that the layout makes of the input.
  package func sampleCount() throws(LogitsError) -> Int {
    try layout.shape(of: input.count, inputRole).samples
  }

  var inputRole: LogitsError.Buffer {
    switch options.input {
    case .logits: .logits
    case .probabilities: .probabilities
    case .logProbabilities: .logProbabilities
    }
  }

  /// The losses of the samples, in a new array.
  @usableFromInline
  mutating func lossArray() throws(LogitsError) -> [Scalar] {
    try newArray(perSampleOf: input, layout) {
      (losses: UnsafeMutableBufferPointer<Scalar>) throws(LogitsError) in
      self.losses = SampleNumbers(losses)
      try compute()
    }
  }

  /// The evaluations of the samples, in a new array.
  @usableFromInline
  mutating func evaluationArray() throws(LogitsError) -> [SampleEvaluation] {
    try newArray(perSampleOf: input, layout) {
      (evaluations) throws(LogitsError) in
      self.evaluations = evaluations
      try compute()
    }
  }
}
