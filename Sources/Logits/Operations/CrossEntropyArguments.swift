/// The gradient of a result with respect to the loss, or to each sample's.
@usableFromInline
package enum Upstream<Scalar: LogitScalar> {
  case loss(Double)
  case losses(UnsafeBufferPointer<Scalar>)
}

/// The arguments of a cross-entropy, not checked yet.
@usableFromInline
package struct CrossEntropyArguments<Scalar: LogitScalar> {
  /// Logits, or probabilities.
  let input: Elements<Scalar>
  let inputRole: LogitsError.Buffer
  let targets: TargetElements<Scalar>
  let shape: BatchShape
  let options: CrossEntropy
  let execution: Execution
  @usableFromInline var sampleWeights: UnsafeBufferPointer<Scalar>?
  @usableFromInline package var divisor = Divisor.weights
  @usableFromInline package var upstream: Upstream<Scalar> = .loss(1)
  package var gradientElements: Elements<Scalar>?
  @usableFromInline var gradientRowStride: Int?
  /// With a place for them, the losses are not reduced.
  @usableFromInline package var losses: UnsafeMutableBufferPointer<Scalar>?
  @usableFromInline package var evaluations:
    UnsafeMutableBufferPointer<SampleEvaluation>?

  @usableFromInline
  package init(
    _ inputRole: LogitsError.Buffer = .logits, _ input: Elements<Scalar>,
    _ targets: TargetElements<Scalar>, _ shape: BatchShape?,
    _ options: CrossEntropy, _ execution: Execution
  ) {
    self.input = input
    self.inputRole = inputRole
    self.targets = targets
    self.shape = shape ?? .oneSample(input.count)
    self.options = options
    self.execution = execution
  }

  /// A gradient of scalars.
  @usableFromInline
  var gradient: UnsafeMutableBufferPointer<Scalar>? {
    get { nil }
    set { gradientElements = newValue.map { Elements($0) } }
  }

  /// Checks the arguments, then computes the loss, and what else has a buffer.
  @usableFromInline @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func compute() throws(LogitsError) -> Double {
    try options.withClassWeights(for: shape) {
      (weights: ClassWeights<Scalar>) throws(LogitsError) in
      let samples = try checkedSamples(weights)
      let sum =
        switch (inputRole, evaluations) {
        case (.probabilities, _):
          ProbabilityLossOperation(samples: samples).run()
        case (_, let evaluations?):
          EvaluationOperation(
            samples: samples, formula: formula(weights, samples.plan),
            results: evaluations.baseAddress
          ).run()
        default:
          CrossEntropyOperation(
            samples: samples, formula: formula(weights, samples.plan),
            gradient: LossGradient(
              samples.gradient, upstream,
              scale: options.gradientScale(samples.divisor))
          ).run()
        }
      return options.mean(sum, samples.divisor)
    }
  }

  private func formula(
    _ weights: ClassWeights<Scalar>, _ plan: Plan<Scalar>
  ) -> LossFormula<Scalar> {
    LossFormula(options, classes: shape.classes, weights, plan.kernels)
  }

  /// The losses of the samples, in a new array.
  @usableFromInline
  func lossArray() throws(LogitsError) -> [Scalar] {
    try newArray(count: resultCount(input, inputRole, shape)) {
      (losses) throws(LogitsError) in
      var arguments = self
      arguments.losses = losses
      try arguments.compute()
    }
  }
  /// The evaluations of the samples, in a new array.
  @usableFromInline
  func evaluationArray() throws(LogitsError) -> [SampleEvaluation] {
    try newArray(count: resultCount(input, inputRole, shape)) {
      (evaluations) throws(LogitsError) in
      var arguments = self
      arguments.evaluations = evaluations
      try arguments.compute()
    }
  }
}
