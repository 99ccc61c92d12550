import CLogits
import Logits
import TestSupport
import Testing

/// The functions for logits in half precision, against those for the same
/// numbers as float.
@Suite struct HalfPrecisionTests {
  private static let samples: Int64 = 37
  private static let classes: Int64 = 130
  private let floats: [Float]
  private let targets: [Int64]

  /// Numbers of 8 significant bits, which both formats have.
  init() {
    var generator = SeededGenerator(seed: 5)
    floats = (0..<Self.samples * Self.classes).map { _ in
      Float(Int.random(in: -255...255, using: &generator)) / 32
    }
    targets = (0..<Self.samples).map { $0 * 7 % Self.classes }
  }

  /// What a function writes: its output or gradient, and the losses.
  private func results<Logit>(
    of function: CFunction, _ element: CElement, _ logits: [Logit]
  ) throws -> ArraySlice<UInt64> {
    var options = logits_options.zeros
    options.label_smoothing = 0.1
    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    // Each buffer is as large as if every logit had 8 bytes.
    var memory = [UInt64](repeating: 7, count: 4 * floats.count)
    try memory.withUnsafeMutableBytes { memory in
      let start = try #require(memory.baseAddress)
      var arguments = CArguments(samples: Self.samples, classes: Self.classes)
      let roles: [LogitsError.Buffer] = [.logits, .targets, .output, .losses]
      for (i, role) in roles.enumerated() {
        arguments.buffers[role] = start + 8 * floats.count * i
      }
      arguments.buffers[.gradient] = arguments.buffers[.output]
      logits.withUnsafeBytes { memory.copyBytes(from: $0) }
      targets.withUnsafeBytes {
        memory[(8 * floats.count)...].copyBytes(from: $0)
      }
      withUnsafePointer(to: &options) {
        arguments.options = $0
        #expect(Outcome(function.call(element, arguments)) == .ok)
        arguments.buffers[.logits] = nil
        #expect(Outcome(function.call(element, arguments)).status == 1)
      }
    }
    return memory[(2 * floats.count)...]
  }

  private func check(_ element: CElement, _ bits: [UInt16]) throws {
    for function in CFunction.allCases where !function.signature.isLinear {
      let expected = try results(of: function, .float, floats)
      #expect(try results(of: function, element, bits) == expected)
    }
  }

  @Test func bfloat16() throws {
    try check(.bfloat16, floats.map { UInt16($0.bitPattern >> 16) })
  }

  #if !(os(macOS) && arch(x86_64))
  @Test func float16() throws {
    try check(.float16, floats.map { Float16($0).bitPattern })
  }
  #endif
}
