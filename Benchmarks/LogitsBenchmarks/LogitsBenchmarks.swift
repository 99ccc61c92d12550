import Benchmark
import Logits
import Shapes

/// Names are `operation samples×classes way`, or `samples×features×classes`,
/// which the table takes apart; an operation's own spaces are hyphens.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], timeUnits: .nanoseconds,
    warmupIterations: 2,
    maxDuration: .milliseconds(300), maxIterations: 10_000)

  for shape in Shape.ofRows {
    register(Operation.ofTargets, shape) { Batch(shape) }
    if !shape.ignoresQuarter {
      register(Operation.ofLogits, shape) { Batch(shape) }
    }
  }
  for shape in Shape.ofLayers {
    register(Operation.ofLayers, shape) { Layer(shape) }
  }
}

/// Every way to every operation, on what `setup` makes.
private func register<Subject>(
  _ operations: [Operation<Subject>], _ shape: Shape,
  setup: @escaping @Sendable () -> Subject
) {
  for operation in operations {
    let name = "\(operation.name) \(shape.name)"
    var configuration = Benchmark.defaultConfiguration
    configuration.scalingFactor = shape.isShort ? .kilo : .one
    Benchmark("\(name) naive", configuration: configuration) {
      benchmark, subject in
      measure(benchmark) { operation.naive(subject) }
    } setup: {
      setup()
    }
    for way in Way.all {
      Benchmark("\(name) \(way.name)", configuration: configuration) {
        benchmark, subject in
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
  static let ignored = -100

  let shape: Shape
  let criterion: CrossEntropy
  let logits: [Float]
  let halves: [BFloat16]
  let targets: [Int]
  var output: UnsafeMutableBufferPointer<Float>
  var evaluations: UnsafeMutableBufferPointer<SampleEvaluation>

  init(_ shape: Shape) {
    self.shape = shape
    criterion = CrossEntropy(
      ignoreIndex: shape.ignoresQuarter ? Self.ignored : nil)
    evaluations = .allocate(capacity: shape.samples)
    evaluations.initialize(repeating: .ignored)
    logits = (0..<shape.count).map { i in
      Float((i &* 2_654_435_761) >> 8 & 0xffff) / 6553.6 - 5
    }
    halves = logits.map { BFloat16($0) }
    targets = (0..<shape.samples).map { i in
      shape.ignoresQuarter && (i &* 2_654_435_761) >> 16 & 3 == 0
        ? Self.ignored : i &* 7919 % shape.classes
    }
    output = .allocate(capacity: shape.count)
    output.initialize(repeating: 0)
  }

  /// How the logits lie.
  var layout: Layout { .rows(of: shape.classes) }

  deinit {
    output.deallocate()
    evaluations.deallocate()
  }
}

private func measure(
  _ benchmark: Benchmark, _ body: () throws -> Void
) rethrows {
  benchmark.startMeasurement()
  for _ in benchmark.scaledIterations { try body() }
  benchmark.stopMeasurement()
}
