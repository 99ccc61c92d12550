import CLogits
import TestSupport
import Testing

/// The functions for logits in half precision, beside those for the same
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

  private func check(
    _ bits: [UInt16],
    normalize: [(
      halves: (
        UnsafePointer<UInt16>?, Int64, Int64, UnsafeMutablePointer<Float>?
      ) -> CInt, floats: Float.Normalize
    )],
    predict: (
      UnsafePointer<UInt16>?, Int64, Int64, UnsafeMutablePointer<Int64>?
    ) -> CInt,
    loss: (
      UnsafePointer<UInt16>?, Float.Targets, Int64, Int64, Float.Options,
      Float.Loss
    ) -> CInt,
    gradient: (
      UnsafePointer<UInt16>?, Float.Targets, Int64, Int64, Float.Options,
      Float.Output, Float.Loss
    ) -> CInt
  ) {
    let (n, c) = (Self.samples, Self.classes)
    for (ofHalves, ofFloats) in normalize {
      var (found, expected) = (floats, floats)
      #expect(Outcome(ofHalves(bits, n, c, &found)) == .ok)
      #expect(Outcome(ofFloats(floats, n, c, &expected)) == .ok)
      #expect(found == expected)
    }
    var (classes, expectedClasses) = (targets, targets)
    #expect(Outcome(predict(bits, n, c, &classes)) == .ok)
    #expect(Outcome(Float.argmax(floats, n, c, &expectedClasses)) == .ok)
    #expect(classes == expectedClasses)

    var options = logits_options.zeros
    options.label_smoothing = 0.1
    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    var losses = [Double](repeating: 0, count: Int(n))
    var expectedLosses = losses
    #expect(Outcome(loss(bits, targets, n, c, &options, &losses)) == .ok)
    #expect(
      Outcome(
        Float.crossEntropy(floats, targets, n, c, &options, &expectedLosses))
        == .ok)
    #expect(losses == expectedLosses)
    var (slopes, expectedSlopes) = (floats, floats)
    #expect(
      Outcome(gradient(bits, targets, n, c, &options, &slopes, &losses)) == .ok)
    #expect(
      Outcome(
        Float.gradient(
          floats, targets, n, c, &options, &expectedSlopes, &expectedLosses))
        == .ok)
    #expect(slopes == expectedSlopes)
    #expect(losses == expectedLosses)

    #expect(Outcome(loss(nil, targets, n, c, nil, &losses)).status == 1)
  }

  @Test func bfloat16() {
    check(
      floats.map { UInt16($0.bitPattern >> 16) },
      normalize: [
        (logits_softmax_bf16, logits_softmax_f32),
        (logits_log_softmax_bf16, logits_log_softmax_f32),
      ],
      predict: logits_argmax_bf16, loss: logits_cross_entropy_bf16,
      gradient: logits_cross_entropy_gradient_bf16)
  }

  #if !(os(macOS) && arch(x86_64))
  @Test func float16() {
    check(
      floats.map { Float16($0).bitPattern },
      normalize: [
        (logits_softmax_f16, logits_softmax_f32),
        (logits_log_softmax_f16, logits_log_softmax_f32),
      ],
      predict: logits_argmax_f16, loss: logits_cross_entropy_f16,
      gradient: logits_cross_entropy_gradient_f16)
  }
  #endif
}
