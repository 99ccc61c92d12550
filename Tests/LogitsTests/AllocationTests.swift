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
    var output = logits
    var losses = [Float](repeating: 0, count: samples)
    var predictions = [Int](repeating: 0, count: samples)

    func callAll() throws {
      try softmax(
        logits, shape: shape, into: output.mutableSpan, execution: table)
      try logSoftmax(
        inPlace: output.mutableSpan, shape: shape, execution: table)
      try logSumExp(
        logits.span, shape: shape, into: losses.mutableSpan, execution: table)
      try argmax(
        logits, shape: shape, into: predictions.mutableSpan, execution: table)
      _ = try crossEntropy(
        logits, targets: targets, shape: shape, execution: table)
      try crossEntropy(
        logits, targets: targets, shape: shape, reduction: .none,
        into: losses.mutableSpan, execution: table)
      try crossEntropyGradient(
        logits, targets: targets, shape: shape, into: output.mutableSpan,
        execution: table)
      try crossEntropyGradient(
        inPlace: output.mutableSpan, targetProbabilities: logits,
        shape: shape, execution: table)
      _ = try crossEntropy(
        probabilities: logits, targetProbabilities: logits, shape: shape,
        execution: table)
    }

    // Other tests run beside this one and allocate: the least of many rounds
    // is what the calls themselves ask for.
    try callAll()
    var least = Int.max
    for _ in 0..<200 where least > 0 {
      let before = allocation_count()
      try callAll()
      least = min(least, allocation_count() - before)
    }
    #expect(least == 0)
  }
}
