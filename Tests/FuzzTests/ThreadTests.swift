import Logits
import TestSupport
import Testing

/// Batches and layers that are large enough for several threads: the bits of
/// one.
@Suite struct ThreadTests: ScalarCheck {
  @Test func anyNumberOfThreads() {
    FuzzRun(kind: .threads, short: 20, share: 1).run {
      { failure(seed: $0) }
    }
  }

  func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let most = generator.one(of: [70, 2050])
    let classes = generator.classes(upTo: most)
    let samples = ((1 << 18) + generator.below(1 << 18)) / classes + 1
    let options = LossOptions(classes: classes, using: &generator)
    var logits = [Scalar](repeating: 0, count: samples * classes)
    let numbers = generator.one(of: NumberKind.allCases)
    logits.withUnsafeMutableBufferPointer { numbers.fill($0, &generator) }
    let batch = ThreadedBatch(
      logits: logits,
      targets: (0..<samples).map { _ in generator.below(classes) },
      shape: BatchShape(samples: samples, classes: classes))
    let layer = ThreadedLayer<Scalar>(using: &generator)
    var execution = generator.one(of: Execution.tables)
    do {
      let criterion = try options.made()
      let expected = try batch.results(criterion, execution)
      let ofLayer = try layer.results(execution)
      execution.threads = 2 + generator.below(7)
      if try !isSame(batch.results(criterion, execution), expected) {
        return "other bits of \(batch.shape), \(options), \(execution)"
      }
      if try !isSame(layer.results(execution), ofLayer) {
        return "other bits of \(layer.shape), \(execution)"
      }
      return nil
    } catch {
      return "\(error), \(execution)"
    }
  }

  /// NaN is the same as itself.
  private func isSame<Scalar: TestScalar>(
    _ results: [[Scalar]], _ expected: [[Scalar]]
  ) -> Bool {
    zip(results, expected).allSatisfy { a, b in
      a.withUnsafeBytes { a in b.withUnsafeBytes { a.elementsEqual($0) } }
    }
  }
}

private struct ThreadedBatch<Scalar: TestScalar> {
  let logits: [Scalar]
  let targets: [Int]
  let shape: BatchShape

  func results(
    _ criterion: CrossEntropy, _ execution: Execution
  ) throws -> [[Scalar]] {
    var gradient = [Scalar](repeating: 7, count: logits.count)
    let loss = try criterion.gradient(
      logits, targets: targets, shape: shape, into: gradient.mutableSpan,
      execution: execution)
    let predictions = try argmax(logits, shape: shape, execution: execution)
    return [
      try softmax(logits, shape: shape, execution: execution),
      try logSoftmax(logits, shape: shape, execution: execution),
      try logSumExp(logits, shape: shape, execution: execution),
      predictions.map { Scalar($0) }, gradient, [Scalar(loss)],
    ]
  }
}

private struct ThreadedLayer<Scalar: TestScalar> {
  let shape: LinearShape
  let x: [Scalar]
  let weight: [Scalar]

  init(using generator: inout SeededGenerator) {
    func size() -> Int { 60 + generator.below(300) }
    shape = LinearShape(samples: size(), features: size(), classes: size())
    func numbers(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(2 * generator.fraction() - 1) }
    }
    x = numbers(shape.samples * shape.features)
    weight = numbers(shape.classes * shape.features)
  }

  func results(_ execution: Execution) throws -> [[Scalar]] {
    let outputs = try linear(
      x, weight: weight, shape: shape, execution: execution)
    var ofX = [Scalar](repeating: 7, count: x.count)
    var ofWeight = [Scalar](repeating: 7, count: weight.count)
    try linearGradient(
      x, weight: weight, upstream: outputs, shape: shape,
      featureGradient: ofX.mutableSpan, weightGradient: ofWeight.mutableSpan,
      execution: execution)
    return [outputs, ofX, ofWeight]
  }
}
