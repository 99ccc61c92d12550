import CLogits
import Logits
import TestSupport
import Testing

/// Buffers that share memory although they must not.
@Suite struct OverlapTests {
  /// Every result with every other buffer of every function, from just after it
  /// to just before it, an element at a time.
  @Test(arguments: CFunction.allCases)
  func everyPairOfBuffers(_ function: CFunction) throws {
    for type in [_ElementType.float, .double] {
      for reduces in [true, false] {
        for result in function.buffers where result.isWritten {
          for other in function.buffers where other.role != result.role {
            try check(function, type, reduces, result, other)
          }
        }
      }
    }
  }

  private func check(
    _ function: CFunction, _ type: _ElementType, _ reduces: Bool,
    _ result: CFunction.Buffer, _ other: CFunction.Buffer
  ) throws {
    let sizes = CheckedCall(function, type, reduces: reduces)
    defer { sizes.deallocate() }
    let (size, otherSize) = (sizes.byteCount(result), sizes.byteCount(other))
    let unit =
      other.isOfStructs ? 8 : sizes.elementType(other).size
    for offset in stride(from: -otherSize, through: size, by: unit) {
      var call = CheckedCall(function, type, reduces: reduces)
      defer { call.deallocate() }
      let start = try #require(call.arguments[result.role].data)
      call.arguments[other.role].data = start + 256 + offset
      call.arguments[result.role].data = start + 256
      let outcome = call.call()
      let name: Comment = "\(type), \(result), \(other), \(offset)"
      let isInPlace =
        offset == 0 && function.inPlace?.output == result.role
        && function.inPlace?.input == other.role
      if -otherSize < offset, offset < size, !isInPlace {
        #expect(outcome == overlap(result, other), name)
        #expect(call.isUntouched, name)
      } else {
        // Neighbours do not overlap.
        #expect(outcome == .ok, name)
      }
    }
  }

  /// Of two results, the one that comes later is named first.
  private func overlap(
    _ result: CFunction.Buffer, _ other: CFunction.Buffer
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
    let loss = CMemory<Double>([7, 7])
    let start = try #require(loss.buffer.baseAddress)
    let within = logits_output(data: start, count: 0, stride: 0, type: 1)
    let targets = logits_input(data: nil, count: 0, stride: 0, type: 8)
    let result = logits_output(data: start, count: 1, stride: 0, type: 2)
    #expect(
      Outcome(
        logits_cross_entropy(
          within.input, logits_rows(3), targets, nil, result, within)) == .ok)
    #expect(loss.buffer[0].isNaN)
    #expect(loss.buffer[1] == 7)
  }

  /// The buffers among the options are inputs, too.
  @Test func weights() throws {
    let logits = CMemory<Double>([0, 0, 0, 0])
    let targets = CMemory<Int32>([0, 1])
    let losses = CMemory<Double>([0, 0])
    for keyPath in [
      \logits_options.class_weights, \.sample_weights, \.upstream,
    ] {
      var options = logits_options.zeros
      options.reduction = 2
      options[keyPath: keyPath] = losses.input
      let outcome = Outcome(
        logits_cross_entropy(
          logits.input, logits_rows(2), targets.input, &options, losses.output,
          logits_output()))
      #expect(outcome.status == CInt(LOGITS_ERROR_OVERLAP.rawValue))
      #expect(losses.elements == [0, 0])
    }
  }

  /// A single row has a way of its own: its loss may be nowhere else, either.
  @Test func singleRow() throws {
    let row = CMemory<Double>([1, 2, 3])
    let target = CMemory<Int64>([1])
    let gradient = CMemory<Double>([7, 7, 7])
    let places = [row.output, gradient.output, target.output]
    for place in places {
      // The last of the doubles.
      var loss = place
      loss.data = place.data.map { $0 + 8 * Int(place.count - 1) }
      (loss.count, loss.type) = (1, 2)
      let outcome = Outcome(
        logits_cross_entropy(
          row.input, logits_rows(3), target.input, nil, loss, gradient.output))
      #expect(outcome.status == CInt(LOGITS_ERROR_OVERLAP.rawValue))
    }
    #expect(row.elements == [1, 2, 3])
    #expect(target.elements == [1])
    #expect(gradient.elements == [7, 7, 7])
    let loss = CMemory<Float>([7])
    #expect(
      logits_cross_entropy(
        row.input, logits_rows(3), target.input, nil, loss.output,
        gradient.output) == 0)
    var expected = [0.0, 0, 0]
    let value = try CrossEntropy().loss(
      row.elements, .oneRow, targets: [1], gradient: &expected)
    #expect(loss.elements == [Float(value)])
    #expect(gradient.elements == expected)
  }
}
