import Foundation
import Logits
import Synchronization
import TestSupport
import Testing

/// The same bits for any number of threads, for many callers at once, at any
/// address.
@Suite struct DeterminismTests {
  /// Batches large enough for several workers.
  static let shapes = [(60_000, 10), (5_000, 100), (600, 1_000), (40, 32_000)]

  @Test(arguments: Execution.tables, shapes)
  func anyNumberOfThreads(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    let batch = Batch<Float>(
      samples: shape.samples, classes: shape.classes, in: -20...20)
    let targets = (0..<shape.samples).map { $0 % shape.classes }

    func results(threads: Int) throws -> ([Float], [Double]) {
      var execution = table
      execution.threads = threads
      var gradient = batch.blank
      let losses = try batch.read { logits in
        let mean = try gradient.write {
          try CrossEntropy().gradient(
            logits, targets: targets, shape: batch.shape, into: $0,
            execution: execution)
        }
        let sum = try crossEntropy(
          logits, targets: targets, shape: batch.shape, reduction: .sum,
          execution: execution)
        return [mean, sum]
      }
      return (gradient.storage.dropLast(), losses)
    }
    let expected = try results(threads: 1)
    for threads in [2, 3, 8] {
      #expect(try results(threads: threads) == expected)
    }
  }

  /// 64 threads that all want threads of the library, on batches of their own.
  @Test(arguments: Execution.tables)
  func manyCallersAtOnce(_ table: Execution) throws {
    let execution = Execution(
      backend: table.backend, instructionSet: table.instructionSet, threads: 3)
    let cases = [(300, 900), (27_000, 10), (3, 10)].map {
      samples, classes in
      let batch = Batch<Float>(samples: samples, classes: classes, in: -20...20)
      return Call(
        input: batch.rows.flatMap(\.self),
        targets: (0..<samples).map { $0 % 7 },
        shape: BatchShape(samples: samples, classes: classes))
    }
    let expected = try cases.map { try $0.results(table) }
    let failures = Atomic(0)
    let callers = DispatchGroup()
    for caller in 0..<64 {
      callers.enter()
      Thread.detachNewThread {
        for round in 0..<6 {
          let one = (caller + round) % cases.count
          let found = try? cases[one].results(execution)
          let (row, loss) = expected[one]
          if found.map({ $0.0 == row && $0.loss == loss }) != true {
            failures.add(1, ordering: .relaxed)
          }
        }
        callers.leave()
      }
    }
    callers.wait()
    #expect(failures.load(ordering: .relaxed) == 0)
  }

  /// A batch, of which everything is computed.
  private struct Call {
    let input: [Float]
    let targets: [Int]
    let shape: BatchShape

    func results(_ execution: Execution) throws -> ([Float], loss: Double) {
      (
        try softmax(input, shape: shape, execution: execution),
        try crossEntropy(
          input, targets: targets, shape: shape, execution: execution)
      )
    }
  }

  @Test(arguments: Execution.tables, [1, 10, 16, 33, 100, 1000, 5000])
  func anyAddress(_ table: Execution, _ classes: Int) throws {
    let rows = Batch<Float>(samples: 5, classes: classes, in: -20...20).rows
    let targets = Batch<Float>(samples: 5, classes: classes, in: 0...1)
    func results(_ offset: Int) throws -> [[[Float]]] {
      let logits = Batch<Float>(
        samples: 5, classes: classes, gap: 1, offset: offset
      ) { rows[$0][$1] }
      let y = Batch<Float>(samples: 5, classes: classes, offset: offset) {
        targets.row($0)[$1]
      }
      var (probabilities, gradient) = (logits, logits)
      var losses = [Float](repeating: 0, count: 5)
      try probabilities.write {
        try softmax(inPlace: $0, shape: logits.shape, execution: table)
      }
      try gradient.write { gradient in
        try y.read {
          try CrossEntropy().gradient(
            inPlace: gradient, targetProbabilities: $0, shape: logits.shape,
            losses: losses.mutableSpan, execution: table)
        }
      }
      return [probabilities.rows, gradient.rows, [losses]]
    }
    let expected = try results(0)
    for offset in 1...17 {
      #expect(try results(offset) == expected)
    }
  }
}
