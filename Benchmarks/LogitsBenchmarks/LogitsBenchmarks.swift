import Benchmark
import Logits

/// Names are `operation samples×classes way`, or `samples×features×classes`,
/// which the table takes apart; an operation's own spaces are hyphens.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], timeUnits: .nanoseconds,
    warmupIterations: 2,
    maxDuration: .milliseconds(300), maxIterations: 10_000)

  for (samples, classes) in [
    (65_536, 10), (16_384, 100), (4_096, 1_000), (512, 32_000),
    (128, 128_256), (32, 1_000),
  ] {
    let shape = Shape(samples: samples, classes: classes)
    register(Operation.ofRows, "\(samples)×\(classes)") { Batch(shape) }
  }

  for (samples, features, classes) in [
    (4_096, 64, 10), (2_048, 256, 1_000), (512, 768, 4_096),
  ] {
    let shape = Shape(
      samples: samples, features: features, classes: classes)
    register(Operation.ofLayers, "\(samples)×\(features)×\(classes)") {
      Layer(shape)
    }
  }
}

/// Every way to every operation, on what `setup` makes.
private func register<Subject>(
  _ operations: [Operation<Subject>], _ shape: String,
  setup: @escaping @Sendable () -> Subject
) {
  for operation in operations {
    let name = "\(operation.name) \(shape)"
    Benchmark("\(name) naive") { benchmark, subject in
      measure(benchmark) { operation.naive(subject) }
    } setup: {
      setup()
    }
    for way in Way.all {
      Benchmark("\(name) \(way.name)") { benchmark, subject in
        try measure(benchmark) { try operation.run(subject, way.execution) }
      } setup: {
        setup()
      }
    }
  }
}

/// One way to run an operation of the library.
struct Way {
  let name: String
  let execution: Execution

  /// Every backend and instruction set on one thread, and the default on all.
  static let all =
    Backend.available.filter { $0 != .swift }.map {
      Way(name: $0.rawValue, execution: Execution(backend: $0, threads: 1))
    }
    + InstructionSet.available.map {
      Way(
        name: $0.rawValue,
        execution: Execution(backend: .swift, instructionSet: $0, threads: 1))
    } + [Way(name: "all threads", execution: .automatic)]
}

/// Logits from −5 to 5, the same in every run, and room for results that the
/// system has really given.
final class Batch {
  let shape: Shape
  let logits: [Float]
  let halves: [BFloat16]
  let targets: [Int]
  var output: UnsafeMutableBufferPointer<Float>
  var evaluations: UnsafeMutableBufferPointer<SampleEvaluation>

  init(_ shape: Shape) {
    self.shape = shape
    evaluations = .allocate(capacity: shape.samples)
    evaluations.initialize(repeating: .ignored)
    let count = shape.samples * shape.classes
    logits = (0..<count).map { i in
      Float((i &* 2_654_435_761) >> 8 & 0xffff) / 6553.6 - 5
    }
    halves = logits.map { BFloat16($0) }
    targets = (0..<shape.samples).map { $0 &* 7919 % shape.classes }
    output = .allocate(capacity: count)
    output.initialize(repeating: 0)
  }

  deinit {
    output.deallocate()
    evaluations.deallocate()
  }
}

private func measure(
  _ benchmark: Benchmark, _ body: () throws -> Void
) rethrows {
  benchmark.startMeasurement()
  try body()
  benchmark.stopMeasurement()
}
