import Logits
import TestSupport
import Testing

/// The same bits of a loss with options for any number of threads, at any
/// address, in place or not.
@Suite struct LossDeterminismTests {
  /// What an option can lead to: another transform, coefficients, factors.
  static let options = [
    LossOptions(ignoreIndex: 1),
    LossOptions(labelSmoothing: 0.125, temperature: 0.7),
    LossOptions(
      ignoreIndex: 2, labelSmoothing: 0.125, zLoss: 0.01, temperature: 0.7,
      softcap: 15, negativeInfinityRows: .zero),
  ]

  /// Batches large enough for several workers.
  @Test(arguments: Execution.tables, [(30_000, 10), (300, 1_000)])
  func anyNumberOfThreads(
    _ table: Execution, _ shape: (samples: Int, classes: Int)
  ) throws {
    let (samples, classes) = shape
    let batch = Batch<Float>(samples: samples, classes: classes, in: -20...20)
    let y = Batch<Float>(samples: samples, classes: classes, in: 0...1, seed: 2)
    let targets = (0..<samples).map { $0 % classes }
    let weights = (0..<samples).map { Float($0 % 7) / 4 }
    for var options in Self.options.suffix(1) {
      options.classWeights = (0..<classes).map { 0.5 + Double($0 % 3) }
      let made = try options.made()

      func results(threads: Int) throws -> ([Float], [Double]) {
        var execution = table
        execution.threads = threads
        var (hard, soft) = (batch, batch.blank)
        let ofClasses = try hard.write {
          try made.gradient(
            inPlace: $0, targets: targets, shape: batch.shape,
            sampleWeights: weights.span, upstream: 3, execution: execution)
        }
        let ofProbabilities = try batch.read { logits in
          try y.read { y in
            try soft.write {
              try made.gradient(
                logits, targetProbabilities: y, shape: batch.shape,
                sampleWeights: weights.span, divisor: .samples, into: $0,
                execution: execution)
            }
          }
        }
        let evaluations = try batch.read {
          try made.evaluate(
            $0, targets: targets, shape: batch.shape, execution: execution)
        }
        // Ignored ones have NaN, which is equal to nothing.
        let entropies = evaluations.map { $0.isIgnored ? -1 : $0.entropy }
        return (
          hard.storage.dropLast() + soft.storage.dropLast(),
          [ofClasses, ofProbabilities] + entropies
        )
      }
      let expected = try results(threads: 1)
      for threads in [3] {
        #expect(try results(threads: threads) == expected)
      }
    }
  }

  @Test(arguments: Execution.tables, [10, 33])
  func anyAddress(_ table: Execution, _ classes: Int) throws {
    let rows = Batch<Float>(samples: 5, classes: classes, in: -20...20).rows
    let targets = Batch<Float>(
      samples: 5, classes: classes, in: 0...1, seed: 2
    ).rows
    let indices = (0..<5).map { $0 * 7 % classes }
    for var options in Self.options {
      options.classWeights = (0..<classes).map { 0.5 + Double($0 % 3) }
      let made = try options.made()

      func results(_ offset: Int) throws -> [[[Float]]] {
        let logits = Batch(rows, classes: classes, (1, offset))
        let y = Batch(targets, classes: classes, (0, offset))
        let factors = Batch<Float>(
          [[0.5, 1, 2, 3, 0.25]], classes: 5, (0, offset))
        var (hard, soft) = (logits, logits.blank)
        var losses = Batch(
          [[Float](repeating: 0, count: 5)], classes: 5, (0, offset))
        var softLosses = losses
        try factors.read { factors in
          try hard.write { hard in
            try losses.write {
              try made.gradient(
                inPlace: hard, targets: indices, shape: logits.shape,
                sampleWeights: factors.span, upstream: factors.span,
                losses: $0, execution: table)
            }
          }
          try logits.read { input in
            try y.read { y in
              try soft.write { soft in
                try softLosses.write {
                  try made.gradient(
                    input, targetProbabilities: y, shape: logits.shape,
                    sampleWeights: factors.span, into: soft, losses: $0,
                    execution: table)
                }
              }
            }
          }
        }
        return [hard.rows, soft.rows, losses.rows, softLosses.rows]
      }
      let expected = try results(0)
      for offset in [1, 2, 3, 5, 8, 15] {
        #expect(try results(offset) == expected)
      }
    }
  }
}
