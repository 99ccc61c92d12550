import CAllocationCounter
import Logits
import TestSupport
import Testing

/// The forms that write into the caller's buffers leave the heap alone.
@Suite(.serialized, .enabled(if: allocation_counter_works()))
struct AllocationTests {
  /// The last cases are large enough for the threads to be woken.
  @Test(
    arguments: Execution.tables,
    [
      (500, 10, 1), (500, 100, 1), (500, 1000, 1), (200, 10, 1),
      (100, 100, 1), (500, 1000, 4), (300, 1000, 4),
    ])
  func nothingIsAllocated(
    _ table: Execution, _ batch: (samples: Int, classes: Int, threads: Int)
  ) throws {
    var table = table
    table.threads = batch.threads
    func check<Logit: TestLogit>(
      _ operations: [RowOperations<Logit>.Row]
    ) throws {
      let memory = try RowMemory(
        OperationBatch<Logit>(samples: batch.samples, classes: batch.classes))
      for variant in LossVariant.all {
        memory.criterion = variant.criterion(classes: batch.classes)
        for operation in operations where operation.form != .newArray {
          try expectNoAllocation("\(operation.name), \(variant.name)") {
            _ = try operation.call(memory, table)
          }
        }
      }
    }
    try check(RowOperations<Float>.all)
    try check(RowOperations<BFloat16>.ofAnyLogits)
  }

  /// Nor do arrays and spans, and a criterion that is made for a call.
  @Test(arguments: Execution.tables)
  func arraysAndSpans(_ table: Execution) throws {
    let shape = BatchShape(samples: 200, classes: 10)
    let logits = [Float](repeating: 1, count: 2000)
    let targets = (0..<200).map { UInt16($0 % 10) }
    let weights = [Float](repeating: 2, count: 200)
    var (output, losses) = (logits, weights)
    var predictions = [Int](repeating: 0, count: 200)
    try expectNoAllocation("softmax") {
      try softmax(logits, shape.layout, into: &output, execution: table)
    }
    try expectNoAllocation("logSumExp") {
      try logSumExp(logits.span, shape.layout, into: &losses, execution: table)
    }
    try expectNoAllocation("argmax") {
      try argmax(logits, shape.layout, into: &predictions, execution: table)
    }
    try expectNoAllocation("crossEntropy") {
      _ = try CrossEntropy().loss(
        logits, shape.layout, targets: targets, execution: table)
    }
    try expectNoAllocation("gradient") {
      try CrossEntropy().losses(
        logits, shape.layout, targets: targets, sampleWeights: weights,
        upstream: weights, into: &losses, gradient: &output, execution: table)
      try CrossEntropy().loss(
        gradientInPlace: &output, shape.layout, targets: targets,
        sampleWeights: weights, execution: table)
    }
  }

  @Test func summaries() throws {
    let samples = try CrossEntropy(ignoreIndex: 9).evaluate(
      [Float](repeating: 1, count: 2000), .rows(of: 10),
      targets: (0..<200).map { $0 % 10 })
    var summary = EvaluationSummary()
    try expectNoAllocation("add") { summary.add(samples[3]) }
    try expectNoAllocation("add(contentsOf:)") {
      summary.add(contentsOf: samples)
    }
    #expect(summary.samples > 180)
  }

  /// Nor do linear layers and their losses, when an earlier call has filled their
  /// workspace: with memory for all logits, for those of some samples, and for
  /// chunks of the classes.
  @Test(arguments: Execution.tables, [(1, 40, 50), (4, 130, 300)])
  func layers(
    _ table: Execution, _ size: (threads: Int, features: Int, classes: Int)
  ) throws {
    var table = table
    table.threads = size.threads
    let memory = try LayerMemory<Float>(
      LinearShape(
        samples: 500, features: size.features, classes: size.classes))
    for variant in LossVariant.all {
      memory.criterion = variant.criterion(classes: size.classes)
      for bytes in [64 << 20, 512 << 10, 16 << 10] {
        memory.workspace = LinearWorkspace(memory: bytes)
        for operation in LayerOperations<Float>.all {
          memory.accumulates.toggle()
          try expectNoAllocation(
            "\(operation.name), \(variant.name), \(bytes)"
          ) {
            _ = try operation.call(memory, table)
          }
        }
      }
    }
  }

  /// The same where all is in half precision.
  @Test(arguments: Execution.tables)
  func layersOfHalves(_ table: Execution) throws {
    var table = table
    table.threads = 3
    let (d, classes) = (270, 90)
    func halves(_ count: Int) -> [BFloat16] {
      (0..<count).map { BFloat16(Float($0 % 7) / 4 - 1) }
    }
    let (x, weight, bias) = (halves(400 * d), halves(classes * d), halves(90))
    let targets = (0..<400).map { $0 % classes }
    var (ofX, ofWeight, ofBias) = (x, weight, bias)
    var outputs = halves(400 * classes)
    let upstream = outputs
    let criterion = CrossEntropy(ignoreIndex: 3)
    let workspace = LinearWorkspace()
    for accumulates in [false, true] {
      try expectNoAllocation("linearGradient, \(accumulates)") {
        try linearGradient(
          x, .rows(of: d), weight: weight, upstream: upstream,
          featureGradient: &ofX, weightGradient: &ofWeight,
          biasGradient: &ofBias, accumulates: accumulates,
          workspace: workspace, execution: table)
      }
      try expectNoAllocation("linearLoss, \(accumulates)") {
        try criterion.linearLoss(
          x, .rows(of: d), weight: weight, bias: bias, targets: targets,
          featureGradient: &ofX, weightGradient: &ofWeight,
          biasGradient: &ofBias, accumulates: accumulates,
          workspace: workspace, execution: table)
      }
    }
    try expectNoAllocation("linear") {
      try linear(
        x, .rows(of: d), weight: weight, bias: bias, into: &outputs,
        workspace: workspace, execution: table)
    }
    try expectNoAllocation("linearLoss") {
      _ = try criterion.linearLoss(
        x, .rows(of: d), weight: weight, bias: bias, targets: targets,
        workspace: workspace, execution: table)
    }
  }

  /// Other tests run at the same time and allocate, for a minute or so: the
  /// least of many rounds is what the call itself allocates.
  private func expectNoAllocation(
    _ name: String, _ call: () throws -> Void
  ) throws {
    try call()
    var least = Int.max
    let start = ContinuousClock.now
    while least > 0, start.duration(to: .now) < .seconds(120) {
      let before = allocation_count()
      try call()
      least = min(least, allocation_count() - before)
    }
    #expect(least == 0, "\(name)")
  }
}
