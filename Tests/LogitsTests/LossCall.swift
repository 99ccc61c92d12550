import Logits
import TestSupport

/// A cross-entropy of some rows, for tests that change one thing of it and look
/// at what happens to the results.
struct LossCall<Scalar: TestScalar> {
  typealias Targets = LossTargets<Scalar>

  struct Results: Equatable {
    /// One per sample, or the reduced one.
    var losses: [Double]
    var gradient: [[Scalar]]
  }

  var rows: [[Scalar]]
  var targets: Targets
  var options = CrossEntropy(ignoreIndex: -100)
  var sampleWeights: [Scalar]?
  var table: Execution

  var classes: Int { rows.first?.count ?? 1 }

  /// The buffers for the operations that have targets of this kind.
  func memory(
    _ layout: RowMemory<Scalar>.Layout = .init()
  ) throws -> RowMemory<Scalar> {
    let batch = OperationBatch(
      classes: classes, logits: rows, targets: targets,
      sampleWeights: sampleWeights)
    let memory = try RowMemory(batch, layout)
    memory.criterion = options
    return memory
  }

  /// What a method of `CrossEntropy` gives; `name` is without the targets.
  private func results(
    of name: String, inPlace: Bool = false, _ memory: RowMemory<Scalar>
  ) throws -> Results {
    let kind = targets.areProbabilities ? ", soft" : ""
    let found = try memory.losses(
      of: .named(name + kind + (inPlace ? ", in place" : "")), table)
    return Results(losses: found.losses, gradient: found.gradient ?? [])
  }

  /// The loss of each sample and its gradient.
  func bySample(upstream: [Scalar]? = nil) throws -> Results {
    let memory = try memory()
    guard let upstream else { return try results(of: "gradients", memory) }
    return try upstream.withUnsafeBufferPointer {
      memory.upstreams = $0
      return try results(of: "gradients", memory)
    }
  }

  /// The reduced loss and its gradient.
  func reduced(
    _ reduction: Reduction, divisor: Divisor = .weights, upstream: Double = 1,
    inPlace: Bool = true
  ) throws -> Results {
    let memory = try reducing(reduction, divisor)
    memory.upstream = upstream
    return try results(of: "gradient", inPlace: inPlace, memory)
  }

  /// The loss alone, of the form that computes no gradient.
  func loss(
    _ reduction: Reduction, divisor: Divisor = .weights
  ) throws -> Double {
    try results(of: "loss", reducing(reduction, divisor)).losses[0]
  }

  private func reducing(
    _ reduction: Reduction, _ divisor: Divisor
  ) throws -> RowMemory<Scalar> {
    var call = self
    call.options.reduction = reduction
    let memory = try call.memory()
    memory.divisor = divisor
    return memory
  }

  /// The same of other samples: those with these indices.
  func selecting(_ samples: [Int]) -> LossCall {
    var call = self
    call.rows = samples.map { rows[$0] }
    call.sampleWeights = sampleWeights.map { weights in
      samples.map { weights[$0] }
    }
    switch targets {
    case .classes(let targets):
      call.targets = .classes(samples.map { targets[$0] })
    case .probabilities(let targets):
      call.targets = .probabilities(samples.map { targets[$0] })
    }
    return call
  }
}

extension LossCall {
  /// Random rows, targets of either kind and weights; all numbers have so few
  /// bits that sums and differences of them are exact.
  init(
    samples: Int, classes: Int, soft: Bool, weighted: Bool = true,
    _ table: Execution, _ generator: inout SeededGenerator
  ) {
    func numbers(_ count: Int, _ range: ClosedRange<Int>) -> [Int] {
      (0..<count).map { _ in Int.random(in: range, using: &generator) }
    }
    rows = (0..<samples).map { _ in
      numbers(classes, -512...512).map { Scalar($0) / 64 }
    }
    targets =
      soft
      ? .probabilities(
        // A third of them is 0, and they do not sum to 1.
        (0..<samples).map { _ in
          numbers(classes, -32...64).map { Scalar(max($0, 0)) / 64 }
        })
      : .classes(numbers(samples, 0...classes - 1))
    self.table = table
    options.ignoreIndex = nil
    if weighted {
      sampleWeights = numbers(samples, 1...16).map { Scalar($0) / 8 }
      options.classWeights = numbers(classes, 0...16).map { Double($0) / 8 }
    }
  }
}

extension LossCall {
  /// Calls with random options; every second has soft targets, the later half
  /// has weights.
  static func random(
    _ count: Int = 4, samples: Int, _ classes: Int, _ table: Execution
  ) -> [LossCall] {
    var generator = SeededGenerator(seed: UInt64(classes))
    return (0..<count).map { i in
      var call = LossCall(
        samples: samples, classes: classes, soft: i % 2 == 1, weighted: i > 1,
        table, &generator)
      call.options.randomize(&generator)
      return call
    }
  }
}

extension CrossEntropy {
  /// Sets the other options that enter into a loss.
  mutating func randomize(_ generator: inout SeededGenerator) {
    func one(of values: [Double]) -> Double {
      values.randomElement(using: &generator) ?? .nan
    }
    labelSmoothing = one(of: [0, 0.125, 0.5, 1])
    temperature = one(of: [0.5, 0.7, 1, 3])
    softcap = one(of: [3, 10, 50, .infinity])
    zLoss = one(of: [0, 0.001, 0.25])
  }
}
