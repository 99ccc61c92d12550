import CLogits
import Testing

/// Buffers that share memory although they must not.
@Suite struct OverlapTests {
  private func overlap(_ first: String, _ second: String) -> Outcome {
    Outcome(LOGITS_ERROR_OVERLAP, "\(first) and \(second) overlap")
  }

  @Test func rows() throws {
    var memory = [Double](repeating: 1, count: 20)
    try memory.withUnsafeMutableBufferPointer { memory in
      let start = try #require(memory.baseAddress)
      for offset in [1, 5] {
        #expect(
          Outcome(logits_softmax_f64(start, 2, 3, start + offset))
            == overlap("output", "logits"))
      }
      var loss = 7.0
      #expect(
        Outcome(
          logits_cross_entropy_gradient_f64(
            start, [0, 0], 2, 3, nil, start + 2, &loss))
          == overlap("gradient", "logits"))
      #expect(loss == 7)
      #expect(memory.allSatisfy { $0 == 1 })
      // Neighbours do not overlap.
      #expect(logits_softmax_f64(start, 2, 3, start + 6) == 0)
    }
  }

  /// The losses of float are written as doubles: all of their memory counts.
  @Test func losses() throws {
    var memory = [Double](repeating: 0, count: 20)
    var none = logits_options.zeros
    none.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    try memory.withUnsafeMutableBytes { bytes in
      let start = try #require(bytes.baseAddress)
      let losses = start.assumingMemoryBound(to: Double.self)
      // Four losses of 8 bytes reach to here.
      let shared = (start + 24).assumingMemoryBound(to: Float.self)
      let targets = (start + 24).assumingMemoryBound(to: Int64.self)
      let logits = [Float](repeating: 0, count: 8)
      let zeros: [Int64] = [0, 0, 0, 0]
      #expect(
        Outcome(logits_cross_entropy_f32(shared, zeros, 4, 2, &none, losses))
          == overlap("losses", "logits"))
      #expect(
        Outcome(logits_cross_entropy_f32(logits, targets, 4, 2, &none, losses))
          == overlap("losses", "targets"))
      #expect(
        Outcome(
          logits_cross_entropy_gradient_f32(
            logits, zeros, 4, 2, &none, shared, losses))
          == overlap("losses", "gradient"))
      // One loss does not reach as far.
      #expect(
        logits_cross_entropy_f32(shared, zeros, 4, 2, nil, losses) == 0)
      let gradient = start.assumingMemoryBound(to: Float.self)
      #expect(
        Outcome(
          logits_cross_entropy_gradient_f32(
            logits, zeros, 4, 2, nil, gradient, losses))
          == overlap("losses", "gradient"))
    }
  }

  /// Without samples the rows have no memory, wherever they point.
  @Test func emptyBuffersShareNothing() throws {
    var memory = [Double](repeating: 7, count: 4)
    try memory.withUnsafeMutableBytes { bytes in
      let start = try #require(bytes.baseAddress)
      let loss = start.assumingMemoryBound(to: Double.self)
      let within = (start + 4).assumingMemoryBound(to: Float.self)
      #expect(
        Outcome(logits_cross_entropy_f32(within, nil, 0, 3, nil, loss)) == .ok)
      #expect(loss[0].isNaN)
      #expect(
        Outcome(
          logits_cross_entropy_gradient_f32(
            nil, nil, 0, 3, nil, within, loss)) == .ok)
    }
    #expect(memory[1...] == [7, 7, 7])
  }

  @Test func predictions() throws {
    var memory = [Int64](repeating: 0, count: 8)
    try memory.withUnsafeMutableBytes { bytes in
      let start = try #require(bytes.baseAddress)
      #expect(
        Outcome(
          logits_argmax_f32(
            (start + 12).assumingMemoryBound(to: Float.self), 2, 3,
            start.assumingMemoryBound(to: Int64.self)))
          == overlap("output", "logits"))
    }
  }
}
