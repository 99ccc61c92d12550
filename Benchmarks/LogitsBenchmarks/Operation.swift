import Benchmark
import Logits

/// What is measured: an operation of the library, and the textbook's way to the
/// same.
struct Operation<Subject>: Sendable {
  let name: String
  let naive: @Sendable (Subject) -> Void
  let run: @Sendable (Subject, Execution) throws -> Void
}

extension Operation<Batch> {
  static var ofLogits: [Operation] {
    [
      Operation(name: "softmax") {
        Naive.softmax($0)
      } run: { batch, execution in
        try softmax(
          batch.logits, batch.layout, into: &batch.output,
          execution: execution)
      },
      Operation(name: "log-softmax") {
        Naive.logSoftmax($0)
      } run: { batch, execution in
        try logSoftmax(
          batch.logits, batch.layout, into: &batch.output,
          execution: execution)
      },
    ]
  }

  static var ofTargets: [Operation] {
    [
      Operation(name: "cross-entropy") {
        blackHole(Naive.crossEntropy($0))
      } run: { batch, execution in
        blackHole(
          try batch.criterion.loss(
            batch.logits, batch.layout, targets: batch.targets,
            execution: execution))
      },
      Operation(name: "cross-entropy-of-BFloat16") {
        blackHole(Naive.crossEntropy($0))
      } run: { batch, execution in
        blackHole(
          try batch.criterion.loss(
            batch.halves, batch.layout, targets: batch.targets,
            execution: execution))
      },
      Operation(name: "gradient") {
        blackHole(Naive.gradient($0))
      } run: { batch, execution in
        blackHole(
          try batch.criterion.loss(
            batch.logits, batch.layout, targets: batch.targets,
            gradient: &batch.output, execution: execution))
      },
      Operation(name: "evaluation") {
        blackHole(Naive.evaluation($0))
      } run: { batch, execution in
        try batch.criterion.evaluate(
          batch.logits, batch.layout, targets: batch.targets,
          into: &batch.evaluations, execution: execution)
      },
    ]
  }
}
