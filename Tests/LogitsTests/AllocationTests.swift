import CAllocationCounter
import Logits
import TestSupport
import Testing

/// The forms that write into the caller's buffers leave the heap alone.
@Suite(.serialized, .enabled(if: allocation_counter_works()))
struct AllocationTests {
  /// The last case is large enough for the threads to be woken.
  @Test(
    arguments: Execution.tables,
    [(500, 10, 1), (500, 100, 1), (500, 1000, 1), (500, 1000, 4)])
  func nothingIsAllocated(
    _ table: Execution, _ batch: (samples: Int, classes: Int, threads: Int)
  ) throws {
    var table = table
    table.threads = batch.threads
    let (samples, classes) = (batch.samples, batch.classes)
    let shape = BatchShape(samples: samples, classes: classes)
    let logits = [Float](repeating: 1, count: samples * classes)
    let targets = [Int32](repeating: 1, count: samples)
    let halves = logits.map { BFloat16($0) }
    var output = logits
    var losses = [Float](repeating: 0, count: samples)
    var predictions = [Int](repeating: 0, count: samples)

    func callAll() throws {
      try expectNoAllocation {
        try softmax(
          logits, shape: shape, into: output.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        try logSoftmax(
          inPlace: output.mutableSpan, shape: shape, execution: table)
      }
      try expectNoAllocation {
        try logSumExp(
          logits.span, shape: shape, into: losses.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        try softmax(
          halves, shape: shape, into: output.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        _ = try crossEntropy(
          halves, targets: targets, shape: shape, execution: table)
      }
      try expectNoAllocation {
        try argmax(
          logits, shape: shape, into: predictions.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        _ = try crossEntropy(
          logits, targets: targets, shape: shape, execution: table)
      }
      try expectNoAllocation {
        try crossEntropy(
          logits, targets: targets, shape: shape, reduction: .none,
          into: losses.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        try CrossEntropy().gradient(
          logits, targets: targets, shape: shape, into: output.mutableSpan,
          execution: table)
      }
      try expectNoAllocation {
        try CrossEntropy().gradient(
          inPlace: output.mutableSpan, targetProbabilities: logits,
          shape: shape, execution: table)
      }
      try expectNoAllocation {
        _ = try crossEntropy(
          probabilities: logits, targetProbabilities: logits, shape: shape,
          execution: table)
      }
    }

    try callAll()
  }

  @Test(
    arguments: Execution.tables,
    [(200, 10, 1), (100, 100, 1), (300, 1000, 4)])
  func nothingIsAllocatedWithOptions(
    _ table: Execution, _ batch: (samples: Int, classes: Int, threads: Int)
  ) throws {
    var table = table
    table.threads = batch.threads
    let (samples, classes) = (batch.samples, batch.classes)
    let shape = BatchShape(samples: samples, classes: classes)
    let logits = [Float](repeating: 1, count: samples * classes)
    let targets = (0..<samples).map { UInt16($0 % classes) }
    let weights = [Float](repeating: 2, count: samples)
    let plain = try CrossEntropy(ignoreIndex: 1)
    let full = try CrossEntropy(
      classWeights: [Double](repeating: 0.5, count: classes), ignoreIndex: 2,
      labelSmoothing: 0.125, zLoss: 0.01, temperature: 2, softcap: 30,
      negativeInfinityRows: .zero)
    var output = logits
    var losses = weights
    var evaluations = [SampleEvaluation](repeating: .ignored, count: samples)
    var partial = [PartialCrossEntropy](repeating: .empty, count: samples)

    func callAll(_ options: CrossEntropy) throws {
      try expectNoAllocation {
        _ = try options.loss(
          logits, targets: targets, shape: shape,
          sampleWeights: weights.span, divisor: .samples, execution: table)
      }
      try expectNoAllocation {
        try options.losses(
          logits, targetProbabilities: logits, shape: shape,
          sampleWeights: weights.span, into: losses.mutableSpan,
          execution: table)
      }
      try expectNoAllocation {
        try options.gradient(
          logits, targets: targets, shape: shape,
          sampleWeights: weights.span, upstream: 2, into: output.mutableSpan,
          execution: table)
      }
      try expectNoAllocation {
        try options.gradient(
          inPlace: output.mutableSpan, targetProbabilities: logits,
          shape: shape, sampleWeights: weights.span, upstream: weights.span,
          losses: losses.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        try options.evaluate(
          logits, targets: targets, shape: shape,
          sampleWeights: weights.span, into: evaluations.mutableSpan,
          execution: table)
      }
      try expectNoAllocation {
        try partialCrossEntropy(
          logits, targets: targets, firstClass: 0, shape: shape,
          into: partial.mutableSpan, execution: table)
      }
      try expectNoAllocation {
        try klDivergence(
          logits, from: logits, shape: shape, into: losses.mutableSpan,
          execution: table)
      }
      try expectNoAllocation {
        try softmaxGradient(
          logits, upstream: logits, shape: shape, into: output.mutableSpan,
          execution: table)
      }
      try expectNoAllocation {
        try logSoftmaxGradient(
          logits, inPlace: output.mutableSpan, shape: shape, execution: table)
      }
    }
    try callAll(plain)
    try callAll(full)
  }

  /// Other tests run beside this one and allocate, for a minute or so: the least
  /// of many rounds of one call is what the call itself asks for.
  private func expectNoAllocation(
    _ call: () throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try call()
    var least = Int.max
    let start = ContinuousClock.now
    while least > 0, start.duration(to: .now) < .seconds(120) {
      let before = allocation_count()
      try call()
      least = min(least, allocation_count() - before)
    }
    #expect(least == 0, sourceLocation: sourceLocation)
  }
}
