import Logits
import TrainDigits

/// The figures of a model's logits for samples.
func evaluate<Scalar: LogitScalar>(
  _ model: (Samples<Scalar>) throws -> [Scalar], _ samples: Samples<Scalar>
) throws -> EvaluationSummary {
  var summary = EvaluationSummary()
  let evaluations = try CrossEntropy().evaluate(
    model(samples), .rows(of: 10), targets: samples.labels)
  for evaluation in evaluations { summary.add(evaluation) }
  return summary
}
