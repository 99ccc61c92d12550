import CLogits
import Logits
import TestSupport
import Testing

/// Buffers that share memory although they must not.
@Suite struct OverlapTests {
  /// Every result with every other buffer of every function, from just after it
  /// to just before it, an element at a time.
  @Test(arguments: CFunction.allCases, CElement.allCases)
  func everyPairOfBuffers(_ function: CFunction, _ element: CElement) throws {
    // Layers are in float and double alone.
    guard !function.signature.isLinear || !element.isHalf else { return }
    var options = logits_options.zeros
    for reduction in [LOGITS_REDUCTION_MEAN, LOGITS_REDUCTION_NONE] {
      options.reduction = CInt(reduction.rawValue)
      let layout = Layout(
        function: function, element: element, reduces: options.reduction == 0)
      try withUnsafePointer(to: options) { options in
        let buffers = function.signature.buffers
        for result in buffers where result.isWritten {
          for other in buffers where other.role != result.role {
            try check(layout, result, other, options)
          }
        }
      }
    }
  }

  private func check(
    _ layout: Layout, _ result: CFunction.CBuffer,
    _ other: CFunction.CBuffer, _ options: UnsafePointer<logits_options>
  ) throws {
    let function = layout.function
    let (size, otherSize) = (layout.size(result), layout.size(other))
    let step = layout.elementSize(other)
    for offset in stride(from: -otherSize, through: size, by: step) {
      // Zeros are targets and logits.
      var memory = [UInt64](repeating: 0, count: 300)
      try memory.withUnsafeMutableBytes { bytes in
        let start = try #require(bytes.baseAddress) + 400
        var arguments = CArguments(samples: 2, classes: 4)
        arguments.features = 2
        arguments.options = options
        for (i, buffer) in function.signature.buffers.enumerated() {
          arguments.buffers[buffer.role] = start + 400 + 100 * i / 8 * 8
        }
        arguments.buffers[result.role] = start
        arguments.buffers[other.role] = start + offset
        let outcome = Outcome(function.call(layout.element, arguments))
        let name: Comment = "\(layout), \(result), \(other), \(offset)"
        let isInPlace = offset == 0 && layout.mayBeInPlace(result, other)
        if -otherSize < offset, offset < size, !isInPlace {
          #expect(outcome == overlap(result, other), name)
          #expect(bytes.allSatisfy { $0 == 0 }, name)
        } else {
          // Neighbours do not overlap.
          #expect(outcome == .ok, name)
          let isWritten = isInPlace || other.isWritten
          let neighbour = bytes[(400 + offset)...].prefix(otherSize)
          #expect(isWritten || neighbour.allSatisfy { $0 == 0 }, name)
        }
      }
    }
  }

  /// Of two results, the one that comes later is named first.
  private func overlap(
    _ result: CFunction.CBuffer, _ other: CFunction.CBuffer
  ) -> Outcome {
    let results: [LogitsError.Buffer] = [
      .losses, .gradient, .biasGradient, .weightGradient, .featureGradient,
    ]
    var roles = [result.role, other.role]
    if other.isWritten { roles = results.filter(roles.contains) }
    return Outcome(
      LOGITS_ERROR_OVERLAP,
      "\(roles[0].rawValue) and \(roles[1].rawValue) overlap")
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

  /// The sizes of buffers for two samples of two features and four classes.
  private struct Layout {
    let function: CFunction
    let element: CElement
    /// Whether there is one loss.
    let reduces: Bool

    func elementSize(_ buffer: CFunction.CBuffer) -> Int {
      switch buffer.role {
      case .targets, .losses: 8
      case .output where function == .argmax: 8
      default: buffer.isWritten ? element.wideSize : element.size
      }
    }

    func size(_ buffer: CFunction.CBuffer) -> Int {
      let count =
        switch buffer.role {
        case .targets: 2
        case .losses: reduces ? 1 : 2
        case .output where function == .argmax: 2
        case .features, .featureGradient, .bias, .biasGradient: 4
        default: 8
        }
      return count * elementSize(buffer)
    }

    /// Whether a result may be where the input is.
    func mayBeInPlace(
      _ result: CFunction.CBuffer, _ input: CFunction.CBuffer
    ) -> Bool {
      input.role == .logits && [.output, .gradient].contains(result.role)
        && elementSize(result) == elementSize(input) && function != .argmax
    }
  }
}
