import Logits
import TestSupport
import Testing

/// What a loss writes may lie over nothing that it reads, but for a gradient
/// over the logits.
@Suite struct LossOverlapTests {
  private let logits: [Float] = [1, 2, 3, 4, 5, 6]
  private let shape = BatchShape(samples: 2, classes: 3)

  /// Memory of which parts are given to a call that must not write it.
  private func withMemory(
    _ body: (
      _ written: (Range<Int>) -> UnsafeMutableBufferPointer<Float>,
      _ read: (Range<Int>) -> UnsafeBufferPointer<Float>
    ) throws -> Void
  ) throws {
    var memory = [Float](repeating: 0.25, count: 20)
    try memory.withUnsafeMutableBufferPointer { memory in
      try body(
        { UnsafeMutableBufferPointer(rebasing: memory[$0]) },
        { UnsafeBufferPointer(rebasing: memory[$0]) })
    }
    #expect(memory.allSatisfy { $0 == 0.25 })
  }

  @Test func sampleWeightsAndUpstream() throws {
    let options = try CrossEntropy()
    try withMemory { written, read in
      // Two elements, at either end of the six that are written.
      for start in [4, 5, 8, 10] {
        let two = read(start..<start + 2)
        #expect(throws: LogitsError.overlap(.gradient, .sampleWeights)) {
          try options.gradient(
            logits, targets: [0, 1], shape: shape, sampleWeights: two.span,
            into: written(5..<11))
        }
        #expect(throws: LogitsError.overlap(.gradient, .sampleWeights)) {
          try options.gradient(
            inPlace: written(5..<11), targetProbabilities: logits,
            shape: shape, sampleWeights: two.span)
        }
        #expect(throws: LogitsError.overlap(.gradient, .upstream)) {
          try options.gradient(
            logits, targets: [0, 1], shape: shape, upstream: two.span,
            into: written(5..<11), losses: written(14..<16))
        }
        #expect(throws: LogitsError.overlap(.gradient, .upstream)) {
          try options.gradient(
            inPlace: written(5..<11), targetProbabilities: logits,
            shape: shape, upstream: two.span, losses: written(14..<16))
        }
      }
    }
  }

  @Test func losses() throws {
    let options = try CrossEntropy()
    try withMemory { written, read in
      for start in [4, 5, 6] {
        let (losses, two) = (written(start..<start + 2), read(5..<7))
        #expect(throws: LogitsError.overlap(.losses, .sampleWeights)) {
          try options.losses(
            logits, targets: [0, 1], shape: shape, sampleWeights: two.span,
            into: losses)
        }
        #expect(throws: LogitsError.overlap(.losses, .upstream)) {
          try options.gradient(
            logits, targetProbabilities: logits, shape: shape,
            upstream: two.span, into: written(10..<16), losses: losses)
        }
        #expect(throws: LogitsError.overlap(.losses, .gradient)) {
          try options.gradient(
            logits, targets: [0, 1], shape: shape, into: written(5..<11),
            losses: losses)
        }
        // In place, the gradient is the logits.
        #expect(throws: LogitsError.overlap(.losses, .logits)) {
          try options.gradient(
            inPlace: written(5..<11), targets: [0, 1], shape: shape,
            losses: losses)
        }
        #expect(throws: LogitsError.overlap(.losses, .targetProbabilities)) {
          try options.losses(
            logits, targetProbabilities: read(5..<11), shape: shape,
            into: losses)
        }
        #expect(throws: LogitsError.overlap(.losses, .logits)) {
          try options.losses(
            read(5..<11), targets: [0, 1], shape: shape, into: losses)
        }
      }
    }
  }

  @Test func gradientAndTargets() throws {
    let options = try CrossEntropy()
    try withMemory { written, read in
      for start in [0, 4, 6, 10] {
        let gradient = written(start..<start + 6)
        #expect(throws: LogitsError.overlap(.gradient, .logits)) {
          try options.gradient(
            read(5..<11), targets: [0, 1], shape: shape, into: gradient)
        }
        #expect(throws: LogitsError.overlap(.gradient, .targetProbabilities)) {
          try options.gradient(
            logits, targetProbabilities: read(5..<11), shape: shape,
            into: gradient)
        }
      }
      read(4..<6).withMemoryRebound(to: Int32.self) { targets in
        // The bits of 0.25 are no class, but the overlap is found first.
        _ = #expect(throws: LogitsError.overlap(.gradient, .targets)) {
          try options.gradient(
            logits, targets: targets, shape: shape, into: written(5..<11))
        }
      }
    }
  }

  /// Neighbours do not overlap, and what is only read may.
  @Test func neighbours() throws {
    let options = try CrossEntropy()
    var memory = [Float](repeating: 0.25, count: 16)
    try memory.withUnsafeMutableBufferPointer { memory in
      let weights = UnsafeBufferPointer(rebasing: memory[0..<2])
      try options.gradient(
        logits, targets: [0, 1], shape: shape, sampleWeights: weights.span,
        upstream: weights.span,
        into: UnsafeMutableBufferPointer(rebasing: memory[2..<8]),
        losses: UnsafeMutableBufferPointer(rebasing: memory[8..<10]))
      #expect(memory[..<2].allSatisfy { $0 == 0.25 })
      #expect(memory[2..<10].allSatisfy { $0 != 0.25 })
      #expect(memory[10...].allSatisfy { $0 == 0.25 })
    }
  }
}
