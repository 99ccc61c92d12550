import CLogits
import Logits
import TestSupport
import Testing

/// Bad arguments: a status, a message, and nothing written.
@Suite struct ErrorTests {
  private static let types: [_ElementType] = [.float, .double]

  /// Calls every function with each of its buffers made bad.
  private func forEachBuffer(
    _ change: (inout CheckedCall, CFunction.Buffer) -> Outcome?
  ) {
    for function in CFunction.allCases {
      for type in Self.types {
        for buffer in function.buffers {
          var call = CheckedCall(function, type)
          defer { call.deallocate() }
          guard let expected = change(&call, buffer) else { continue }
          let name: Comment = "\(function), \(type), \(buffer.role)"
          #expect(call.call() == expected, name)
          #expect(call.isUntouched, name)
        }
      }
    }
  }

  @Test func goodCallsSucceed() {
    for function in CFunction.allCases {
      for type in Self.types {
        for reduces in [true, false] {
          let call = CheckedCall(function, type, reduces: reduces)
          defer { call.deallocate() }
          #expect(call.call() == .ok, "\(function), \(type)")
        }
      }
    }
  }

  @Test func nullPointers() {
    forEachBuffer { call, buffer in
      call.arguments[buffer.role].data = nil
      return Outcome(
        LOGITS_ERROR_POINTER, "\(buffer.role.rawValue): a null pointer")
    }
    // Left out.
    forEachBuffer { call, buffer in
      guard !buffer.isOptional, !buffer.isOfStructs else { return nil }
      call.arguments[buffer.role] = logits_output()
      return Outcome(
        LOGITS_ERROR_POINTER, "\(buffer.role.rawValue): a null pointer")
    }
  }

  @Test func whatMayBeLeftOut() {
    for function in CFunction.allCases {
      var call = CheckedCall(function, .float)
      defer { call.deallocate() }
      for buffer in function.buffers where buffer.isOptional {
        call.arguments[buffer.role] = logits_output()
        #expect(call.call() == .ok, "\(function), \(buffer.role)")
      }
    }
  }

  @Test func unalignedPointers() {
    forEachBuffer { call, buffer in
      call.arguments[buffer.role].data? += 1
      let size =
        buffer.isOfStructs ? 8 : call.elementType(buffer).size
      return Outcome(
        LOGITS_ERROR_POINTER,
        "\(buffer.role.rawValue): an address that is no multiple of \(size)")
    }
  }

  @Test(arguments: [-1, .min] as [Int64])
  func negativeCounts(_ count: Int64) {
    forEachBuffer { call, buffer in
      call.arguments[buffer.role].count = count
      return Outcome(
        LOGITS_ERROR_SIZE,
        "\(buffer.role.rawValue): a negative number of elements, \(count)")
    }
  }

  @Test(arguments: [.max, 1 << 60, .max / 8 + 1] as [Int64])
  func hugeCounts(_ count: Int64) {
    forEachBuffer { call, buffer in
      call.arguments[buffer.role].count = count
      guard call.elementType(buffer).size == 8 else { return nil }
      return Outcome(
        LOGITS_ERROR_POINTER,
        "\(buffer.role.rawValue): it ends beyond the last address")
    }
  }

  /// A little too short, a little too long.
  @Test(arguments: [-1, 1] as [Int64])
  func wrongCounts(_ difference: Int64) {
    for function in CFunction.allCases {
      for buffer in function.buffers {
        // One loss would be right for any number of samples.
        var call = CheckedCall(
          function, .float, reduces: function != .partialLosses)
        defer { call.deallocate() }
        call.arguments[buffer.role].count += difference
        let found = call.call()
        let name: Comment = "\(function), \(buffer.role), \(found)"
        #expect(found.status == CInt(LOGITS_ERROR_SIZE.rawValue), name)
        #expect(call.isUntouched, name)
      }
    }
  }

  @Test(arguments: [0, 13, -1, .max, .min] as [Int64])
  func codesOfNoType(_ code: Int64) {
    forEachBuffer { call, buffer in
      guard !buffer.isOfStructs else { return nil }
      call.arguments[buffer.role].type = code
      return Outcome(
        LOGITS_ERROR_TYPE,
        "\(buffer.role.rawValue): \(code) is the code of no type")
    }
  }

  /// Types that exist, in places where they do not go.
  @Test func typesThatDoNotGoThere() {
    for function in CFunction.allCases {
      for type in Self.types {
        for buffer in function.buffers where !buffer.isOfStructs {
          var call = CheckedCall(function, type)
          defer { call.deallocate() }
          let wrong: _ElementType =
            switch buffer.kind {
            case .indices where !buffer.isWritten && function == .crossEntropy:
              type == .double ? .float : .double
            case .indices: .float
            case .numbers, .losses: .float16
            default: .int32
            }
          call.arguments[buffer.role].type = wrong.code
          let found = call.call()
          let name: Comment = "\(function), \(type), \(buffer.role), \(found)"
          #expect(
            [LOGITS_ERROR_TYPE, LOGITS_ERROR_SIZE]
              .contains { CInt($0.rawValue) == found.status }, name)
          #expect(call.isUntouched, name)
        }
      }
    }
  }

  @Test(
    arguments: [
      (0, 0, "a row must have at least 1 class, not 0"),
      (-3, 0, "a row must have at least 1 class, not -3"),
      (.min, 4, "a row must have at least 1 class, not \(Int64.min)"),
      (4, -1, "a plane must have at least 1 position, not -1"),
      (
        .max, .max,
        "\(Int64.max) samples with a row stride of \(Int64.max) are more than "
          + "memory can address"
      ),
    ] as [(Int64, Int64, String)])
  func layouts(_ classes: Int64, _ positions: Int64, _ message: String) {
    for function in CFunction.allCases where function.hasLayout {
      var call = CheckedCall(function, .float)
      defer { call.deallocate() }
      call.arguments.layout = logits_layout(
        classes: classes, positions: positions)
      #expect(
        call.call() == Outcome(LOGITS_ERROR_LAYOUT, message), "\(function)")
      #expect(call.isUntouched)
    }
  }

  @Test(arguments: [3, -1, .min] as [Int64])
  func strides(_ stride: Int64) {
    for function in CFunction.allCases {
      for buffer in function.buffers
      where buffer.kind == .rows || buffer.role == .features {
        var call = CheckedCall(function, .double)
        defer { call.deallocate() }
        call.arguments[buffer.role].stride = stride
        #expect(
          call.call()
            == Outcome(
              LOGITS_ERROR_LAYOUT,
              "a row stride of \(stride) is less than 4 classes"),
          "\(function), \(buffer.role)")
        #expect(call.isUntouched)
      }
    }
  }

  @Test func targetsNameRowAndValue() {
    let logits = CMemory([Double](repeating: 0, count: 6))
    let gradient = CMemory([Double](repeating: 7, count: 6))
    let loss = CMemory([7.0])
    for value in [3, -1, -100, .max, .min] as [Int64] {
      let targets = CMemory([0, value])
      #expect(
        Outcome(
          logits_cross_entropy(
            logits.input, logits_rows(3), targets.input, nil, loss.output,
            gradient.output))
          == Outcome(
            LOGITS_ERROR_TARGET,
            "row 1: target \(value) is not a class from 0 to 2"))
      #expect(logits_error_row() == 1)
      #expect(logits_error_value() == Double(value))
    }
    #expect(gradient.elements == [Double](repeating: 7, count: 6))
    #expect(loss.elements == [7])
    // An error of no row and no value.
    _ = logits_softmax(logits_none(), logits_rows(3), nil, logits_none_out())
    #expect(logits_error_row() == -1)
    #expect(logits_error_value().isNaN)
  }

  /// Nothing has as many bytes as the longest of these rows, but there are none.
  @Test(arguments: [3, 1 << 60, 1 << 61, 1 << 62, .max] as [Int64])
  func withoutSamplesNothingIsNeeded(_ classes: Int64) {
    for function in CFunction.allCases
    where !function.isLinear && function.hasLayout {
      var arguments = CArguments(logits_layout(classes: classes, positions: 0))
      for buffer in function.buffers where buffer.kind != .losses {
        arguments[buffer.role].type = buffer.kind == .indices ? 8 : 1
        if buffer.isOfStructs { arguments[buffer.role].type = 0 }
      }
      let loss = CMemory([7.0])
      if function == .crossEntropy { arguments[.losses] = loss.output }
      #expect(Outcome(function.call(arguments)) == .ok, "\(function)")
      #expect(loss.buffer[0].isNaN == (function == .crossEntropy))
    }
  }

  @Test func dataCannotTrap() {
    let special = CMemory<Float>([
      .nan, 1, 2, .infinity, 0, 0, -.infinity, -.infinity, -.infinity,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .signalingNaN,
    ])
    let output = CMemory([Float](repeating: 0, count: 12))
    let loss = CMemory([0.0])
    let targets = CMemory<Int8>([0, 1, 2, 0])
    #expect(
      logits_softmax(special.input, logits_rows(3), nil, output.output) == 0)
    #expect(output.elements.allSatisfy { $0.isNaN })
    #expect(
      logits_cross_entropy(
        special.input, logits_rows(3), targets.input, nil, loss.output,
        output.output) == 0)
    #expect(loss.buffer[0].isNaN)
  }
}
