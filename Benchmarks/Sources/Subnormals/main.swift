import Foundation
import Logits

// Times of operations on subnormal numbers over those on ordinary ones: medians
// of the ratios of interleaved rounds, on one thread.

func operations<Scalar: SubnormalScalar>(
  _ cases: Cases<Scalar>, _ shape: Shape
) throws -> [Operation<Scalar>] {
  let targets = (0..<shape.samples).map { $0 % shape.classes }
  let execution = Execution(threads: 1)
  let evaluations = UnsafeMutableBufferPointer<SampleEvaluation>.allocate(
    capacity: shape.samples)
  evaluations.initialize(repeating: .ignored)
  let plain = CrossEntropy()
  let full = CrossEntropy(
    labelSmoothing: 0.1, zLoss: 0.01, temperature: 0.7, softcap: 15)
  let ofLogits = [cases.logits, cases.powers]
  let ofBoth = [cases.logits, cases.probabilities]
  return [
    Operation(name: "softmax", cases: ofLogits) { rows, output in
      try softmax(
        rows.logits, shape.layout, into: &output, execution: execution)
    },
    Operation(name: "logSoftmax", cases: ofLogits) { rows, output in
      try logSoftmax(
        rows.logits, shape.layout, into: &output, execution: execution)
    },
    Operation(name: "loss", cases: ofLogits) { rows, _ in
      _ = try plain.loss(
        rows.logits, shape.layout, targets: targets, execution: execution)
    },
    Operation(name: "gradient", cases: ofLogits) { rows, output in
      _ = try plain.loss(
        rows.logits, shape.layout, targets: targets, gradient: &output,
        execution: execution)
    },
    Operation(name: "gradient, all options", cases: ofLogits) { rows, output in
      _ = try full.loss(
        rows.logits, shape.layout, targets: targets, gradient: &output,
        execution: execution)
    },
    Operation(name: "evaluate", cases: ofLogits) { rows, _ in
      var evaluations = evaluations
      try plain.evaluate(
        rows.logits, shape.layout, targets: targets, into: &evaluations,
        execution: execution)
    },
    Operation(name: "loss, soft", cases: ofBoth) { rows, _ in
      _ = try plain.loss(
        rows.logits, shape.layout, targets: rows.probabilities,
        execution: execution)
    },
    Operation(name: "gradient, soft", cases: ofBoth) { rows, output in
      _ = try plain.loss(
        rows.logits, shape.layout, targets: rows.probabilities,
        gradient: &output, execution: execution)
    },
    Operation(name: "softmaxGradient", cases: ofBoth) { rows, output in
      try softmaxGradient(
        rows.probabilities, shape.layout, upstream: rows.logits, into: &output,
        execution: execution)
    },
    Operation(name: "logSoftmaxGradient", cases: [cases.logits]) {
      rows, output in
      try logSoftmaxGradient(
        rows.logits, shape.layout, upstream: rows.logits, into: &output,
        execution: execution)
    },
    Operation(
      name: "crossEntropy of probabilities", cases: [cases.probabilities]
    ) { rows, _ in
      _ = try CrossEntropy(input: .probabilities).loss(
        rows.probabilities, shape.layout, targets: rows.probabilities,
        execution: execution)
    },
  ]
}

func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
  let duration = try ContinuousClock().measure(body)
  return duration / .nanoseconds(1)
}

func report<Scalar: SubnormalScalar>(
  _: Scalar.Type, _ shape: Shape
) throws {
  let cases = try Cases<Scalar>(shape)
  var output = cases.ordinary.logits
  for operation in try operations(cases, shape) {
    for hard in operation.cases {
      let ratios = try (0..<41).map { _ in
        let ordinary = try nanoseconds {
          try operation.run(cases.ordinary, &output)
        }
        return try nanoseconds { try operation.run(hard, &output) } / ordinary
      }
      let median = String(format: "%.2f", ratios.sorted()[ratios.count / 2])
      print(
        "| \(operation.name) | \(Scalar.self) "
          + "| \(shape.samples)×\(shape.classes) | \(hard.name) | \(median) |")
    }
  }
}

print("| operation | type | shape | subnormal | time, over ordinary |")
print("|---|---|---|---|--:|")
for (samples, classes) in [(2_000, 100), (300, 1_000)] {
  let shape = Shape(samples: samples, classes: classes)
  try report(Float.self, shape)
  try report(Double.self, shape)
}
