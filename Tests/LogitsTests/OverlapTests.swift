import Logits
import TestSupport
import Testing

/// What an operation writes may share no memory with what it reads, nor with
/// another result; in place, a result may be where the input is.
@Suite struct OverlapTests {
  private let logits: [Float] = [1, 2, 3, 4, 5, 6]
  private let shape = BatchShape(samples: 2, classes: 3)

  /// Every result with every other buffer of every operation, from just after it
  /// to just before it, an element at a time.
  @Test func everyPairOfBuffers() throws {
    var pairs = 0
    for operation in RowOperations<Float>.all {
      guard operation.form != .newArray else { continue }
      for result in operation.writes {
        for other in operation.takes where other != .classWeights {
          // These are the same numbers as the probabilities.
          if other == .targetProbabilities, !operation.takesOptions { continue }
          // Where the input is, the result may be.
          guard
            !operation.isInPlace || result == .losses
              || ![.logits, .upstream].contains(other)
              || operation.takes.contains(.sampleWeights) && other == .upstream
          else { continue }
          try check(operation, result, other)
          pairs += 1
        }
      }
      if operation.writes.count == 2, !operation.isInPlace {
        try check(operation, .losses, .gradient)
        pairs += 1
      }
    }
    #expect(pairs > 60)
  }

  private func check(
    _ operation: RowOperations<Float>.Row, _ result: LogitsError.Buffer,
    _ other: LogitsError.Buffer
  ) throws {
    let memory = try RowMemory.small()
    // Zeros are targets, weights and logits.
    var bytes = [UInt64](repeating: 0, count: 100)
    try bytes.withUnsafeMutableBytes { bytes in
      let start = try #require(bytes.baseAddress) + 400
      let size = memory.place(result, of: operation, at: start)
      // Once to learn its size.
      let otherSize = memory.place(other, of: operation, at: start)
      let isLikelihood = operation.name.contains("probabilities")
      let isInput =
        isLikelihood
        ? other != .targets : [.logits, .upstream].contains(other)
      let mayBeInPlace = isInput && result != .losses && size == otherSize
      for offset in stride(from: -otherSize, through: size, by: 4) {
        memory.place(other, of: operation, at: start + offset)
        let name: Comment = "\(operation.name), \(other), \(offset)"
        let isInPlace = offset == 0 && mayBeInPlace
        if -otherSize < offset, offset < size, !isInPlace {
          #expect(throws: LogitsError.overlap(result, other), name) {
            try operation.call(memory, .automatic)
          }
          #expect(bytes.allSatisfy { $0 == 0 }, name)
        } else if isInPlace, isLikelihood,
          operation.takes.contains(.targetProbabilities)
        {
          // The targets are the same numbers, so they would be overwritten.
          #expect(
            throws: LogitsError.overlap(result, .targetProbabilities), name
          ) { try operation.call(memory, .automatic) }
        } else {
          #expect(throws: Never.self, name) {
            try operation.call(memory, .automatic)
          }
          let isWritten =
            isInPlace || other == .gradient || operation.isInPlace && isInput
          let neighbour = bytes[(400 + offset)...].prefix(otherSize)
          #expect(isWritten || neighbour.allSatisfy { $0 == 0 }, name)
          bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }
      }
    }
  }

  /// The same start with another row stride is not in place.
  @Test func anotherRowStride() throws {
    var memory = [Float](repeating: 7, count: 20)
    memory.withUnsafeMutableBufferPointer { memory in
      let input = UnsafeMutableBufferPointer(rebasing: memory[5..<11])
      var output = UnsafeMutableBufferPointer(rebasing: memory[5..<13])
      #expect(throws: LogitsError.overlap(.output, .logits)) {
        try softmax(
          input, shape.layout, into: &output, outputStride: 4)
      }
    }
    #expect(memory.allSatisfy { $0 == 7 })
  }

  /// Neighbours do not overlap, and what is only read may.
  @Test func neighbours() throws {
    let options = CrossEntropy()
    var memory = [Float](repeating: 0.25, count: 16)
    try memory.withUnsafeMutableBufferPointer { memory in
      let weights = UnsafeBufferPointer(rebasing: memory[0..<2])
      var losses = UnsafeMutableBufferPointer(rebasing: memory[8..<10])
      var gradient = UnsafeMutableBufferPointer(rebasing: memory[2..<8])
      try options.losses(
        logits, shape.layout, targets: [0, 1], sampleWeights: weights,
        upstream: weights,
        into: &losses, gradient: &gradient)
      #expect(memory[..<2].allSatisfy { $0 == 0.25 })
      #expect(memory[2..<10].allSatisfy { $0 != 0.25 })
      #expect(memory[10...].allSatisfy { $0 == 0.25 })
      var rows = UnsafeMutableBufferPointer(rebasing: memory[..<6])
      let logits = UnsafeBufferPointer(rows)
      try softmax(logits, shape.layout, into: &rows)
    }
  }
}
