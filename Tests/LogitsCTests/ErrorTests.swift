import CLogits
import TestSupport
import Testing

/// Bad arguments: a status, a message, and nothing written.
@Suite struct ErrorTests {
  /// Memory for every buffer of every function, of which no byte changes.
  private func expectNothingWritten(
    _ samples: Int64, _ classes: Int64, _ body: (CArguments) -> Void
  ) {
    var memory = [UInt64](repeating: 0, count: 200)
    memory.withUnsafeMutableBytes { memory in
      guard let start = memory.baseAddress else { return }
      var arguments = CArguments(samples: samples, classes: classes)
      arguments.features = 2
      let roles = Set(
        CFunction.allCases.flatMap { $0.signature.buffers.map(\.role) })
      for (i, role) in roles.enumerated() {
        arguments.buffers[role] = start + 100 * i / 8 * 8
      }
      body(arguments)
    }
    #expect(memory.allSatisfy { $0 == 0 })
  }

  private static func tooLarge(_ samples: Int64, _ stride: Int64) -> String {
    "\(samples) samples with a row stride of \(stride) are more than memory "
      + "can address"
  }

  @Test(
    arguments: [
      (-1, 3, "the number of samples is negative: -1"),
      (.min, 3, "the number of samples is negative: \(Int64.min)"),
      (2, 0, "a row must have at least 1 class, not 0"),
      (0, 0, "a row must have at least 1 class, not 0"),
      (2, -3, "a row must have at least 1 class, not -3"),
      (.max, 3, tooLarge(.max, 3)),
      (1 << 31, 1 << 30, tooLarge(1 << 31, 1 << 30)),
      (1, .max, tooLarge(1, .max)),
    ] as [(Int64, Int64, String)])
  func shapes(_ samples: Int64, _ classes: Int64, _ message: String) {
    expectNothingWritten(samples, classes) { arguments in
      for function in CFunction.allCases where !function.signature.isLinear {
        for element in CElement.allCases {
          #expect(
            Outcome(function.call(element, arguments))
              == Outcome(LOGITS_ERROR_SHAPE, message))
        }
      }
    }
  }

  @Test(arguments: CFunction.allCases)
  func nullPointers(_ function: CFunction) {
    expectNothingWritten(1, 3) { good in
      for buffer in function.signature.buffers where !buffer.isOptional {
        for element in [CElement.float, .double] {
          var arguments = good
          arguments.buffers[buffer.role] = nil
          #expect(
            Outcome(function.call(element, arguments))
              == Outcome(
                LOGITS_ERROR_NULL_POINTER,
                "\(buffer.role.rawValue): a null pointer"))
        }
      }
    }
    // The first of several is named.
    #expect(
      Outcome(logits_argmax_f32(nil, 1, 3, nil)).message
        == "logits: a null pointer")
  }

  @Test func targetsNameRowAndValue() {
    let logits = [Double](repeating: 0, count: 6)
    var gradient = [Double](repeating: 7, count: 6)
    var loss = 7.0
    for value in [3, -1, -100, .max, .min] as [Int64] {
      let expected = Outcome(
        LOGITS_ERROR_TARGET,
        "row 1: target \(value) is not a class from 0 to 2")
      let targets = [0, value]
      #expect(
        Outcome(logits_cross_entropy_f64(logits, targets, 2, 3, nil, &loss))
          == expected)
      #expect(
        Outcome(
          logits_cross_entropy_gradient_f64(
            logits, targets, 2, 3, nil, &gradient, &loss)) == expected)
    }
    #expect(gradient == [Double](repeating: 7, count: 6))
    #expect(loss == 7)
  }

  /// Nothing has as many bytes as the longest of these rows, but there are none.
  @Test(arguments: [3, 1 << 60, 1 << 61, 1 << 62, .max] as [Int64])
  func withoutSamplesNothingIsNeeded(_ classes: Int64) {
    for function in CFunction.allCases where !function.signature.isLinear {
      let returnsLoss = function == .crossEntropy
      for element in CElement.allCases {
        var loss = 7.0
        var arguments = CArguments(samples: 0, classes: classes)
        withUnsafeMutablePointer(to: &loss) {
          arguments.buffers[.losses] = returnsLoss ? .init($0) : nil
          #expect(Outcome(function.call(element, arguments)) == .ok)
        }
        #expect(returnsLoss ? loss.isNaN : loss == 7)
      }
    }
  }

  @Test func withoutSamplesTheMeanHasADivisor() {
    var options = logits_options.zeros
    var loss = 7.0
    options.divisor = 4
    #expect(logits_cross_entropy_f32(nil, nil, 0, 3, &options, &loss) == 0)
    #expect(loss == 0)
    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    #expect(logits_cross_entropy_f32(nil, nil, 0, 3, &options, nil) == 0)
  }

  @Test func dataCannotTrap() {
    let special: [Float] = [
      .nan, 1, 2, .infinity, 0, 0, -.infinity, -.infinity, -.infinity,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .signalingNaN,
    ]
    var output = [Float](repeating: 0, count: 12)
    var loss = 0.0
    #expect(logits_softmax_f32(special, 4, 3, &output) == 0)
    #expect(output.allSatisfy { $0.isNaN })
    #expect(
      logits_cross_entropy_gradient_f32(
        special, [0, 1, 2, 0], 4, 3, nil, &output, &loss) == 0)
    #expect(loss.isNaN)
  }
}
