import Logits

// Results in new arrays, where the library writes to the caller's.

extension CrossEntropy {
  package func evaluate<Logits, Targets, Weights>(
    _ logits: borrowing Logits, _ layout: Layout, targets: borrowing Targets,
    sampleWeights: borrowing Weights = [Float]?.none,
    execution: Execution = .automatic
  ) throws(LogitsError) -> [SampleEvaluation]
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit
  {
    var samples = [SampleEvaluation](
      repeating: .ignored, count: count(targets))
    try evaluate(
      logits, layout, targets: targets, sampleWeights: sampleWeights,
      into: &samples, execution: execution)
    return samples
  }

  package func linearLosses<Scalar: TestScalar>(
    _ features: [Scalar], _ layout: Layout, weight: [Scalar],
    bias: [Scalar]? = nil, targets: [some ClassIndex],
    sampleWeights: [Scalar]? = nil,
    workspace: LinearWorkspace = LinearWorkspace(),
    execution: Execution = .automatic
  ) throws(LogitsError) -> [Scalar] {
    var losses = [Scalar](repeating: 0, count: targets.count)
    try linearLosses(
      features, layout, weight: weight, bias: bias, targets: targets,
      sampleWeights: sampleWeights, into: &losses, workspace: workspace,
      execution: execution)
    return losses
  }
}

package func partialCrossEntropy<Logits, Targets>(
  _ logits: borrowing Logits, _ layout: Layout, targets: borrowing Targets,
  firstClass: Int, execution: Execution = .automatic
) throws(LogitsError) -> [PartialCrossEntropy]
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  var partials = [PartialCrossEntropy](
    repeating: .empty, count: count(targets))
  try CrossEntropy().partialCrossEntropy(
    logits, layout, targets: targets, firstClass: firstClass, into: &partials,
    execution: execution)
  return partials
}

package func softmaxGradient<Scalar: TestScalar>(
  _ probabilities: [Scalar], _ layout: Layout, upstream: [Scalar],
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar] where Scalar.Scalar == Scalar {
  var gradient = probabilities
  try softmaxGradient(
    probabilities, layout, upstream: upstream, into: &gradient,
    execution: execution)
  return gradient
}

package func logSoftmaxGradient<Scalar: TestScalar>(
  _ logProbabilities: [Scalar], _ layout: Layout, upstream: [Scalar],
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar] where Scalar.Scalar == Scalar {
  var gradient = logProbabilities
  try logSoftmaxGradient(
    logProbabilities, layout, upstream: upstream, into: &gradient,
    execution: execution)
  return gradient
}

package func linear<Scalar: TestScalar>(
  _ features: [Scalar], _ layout: Layout, weight: [Scalar],
  bias: [Scalar]? = nil, execution: Execution = .automatic
) throws(LogitsError) -> [Scalar] where Scalar.Scalar == Scalar {
  let inputs = layout.classes ?? features.count
  var outputs = [Scalar](
    repeating: 0, count: features.count / inputs * (weight.count / inputs))
  try linear(
    features, layout, weight: weight, bias: bias, into: &outputs,
    execution: execution)
  return outputs
}

private func count<Storage>(_ storage: borrowing Storage) -> Int
where Storage: ContiguousStorage & ~Copyable & ~Escapable {
  storage.withUnsafeBufferPointer { $0.count }
}
