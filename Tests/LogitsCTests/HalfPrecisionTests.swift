import CLogits
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

  private func check(
    _ halves: CFunctions<UInt16, Float>, _ bits: [UInt16]
  ) {
    let (n, c) = (Self.samples, Self.classes)
    for (ofHalves, ofFloats) in [
      (halves.softmax, Float.c.softmax),
      (halves.logSoftmax, Float.c.logSoftmax),
    ] {
      var (found, expected) = (floats, floats)
      #expect(Outcome(ofHalves(bits, n, c, &found)) == .ok)
      #expect(Outcome(ofFloats(floats, n, c, &expected)) == .ok)
      #expect(found == expected)
    }
    var (classes, expectedClasses) = (targets, targets)
    #expect(Outcome(halves.argmax(bits, n, c, &classes)) == .ok)
    #expect(Outcome(Float.c.argmax(floats, n, c, &expectedClasses)) == .ok)
    #expect(classes == expectedClasses)

    var options = logits_options.zeros
    options.label_smoothing = 0.1
    options.reduction = CInt(LOGITS_REDUCTION_NONE.rawValue)
    var losses = [Double](repeating: 0, count: Int(n))
    var expectedLosses = losses
    #expect(
      Outcome(halves.crossEntropy(bits, targets, n, c, &options, &losses))
        == .ok)
    #expect(
      Outcome(
        Float.c.crossEntropy(floats, targets, n, c, &options, &expectedLosses))
        == .ok)
    #expect(losses == expectedLosses)
    var (slopes, expectedSlopes) = (floats, floats)
    #expect(
      Outcome(halves.gradient(bits, targets, n, c, &options, &slopes, &losses))
        == .ok)
    #expect(
      Outcome(
        Float.c.gradient(
          floats, targets, n, c, &options, &expectedSlopes, &expectedLosses))
        == .ok)
    #expect(slopes == expectedSlopes)
    #expect(losses == expectedLosses)

    #expect(
      Outcome(halves.crossEntropy(nil, targets, n, c, nil, &losses)).status
        == 1)
  }

  @Test func bfloat16() {
    check(.bfloat16, floats.map { UInt16($0.bitPattern >> 16) })
  }

  #if !(os(macOS) && arch(x86_64))
  @Test func float16() {
    check(.float16, floats.map { Float16($0).bitPattern })
  }
  #endif
}
