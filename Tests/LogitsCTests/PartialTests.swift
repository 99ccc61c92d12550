import CLogits
import Logits
import TestSupport
import Testing

/// Slices of the classes, against those of Swift.
@Suite struct PartialTests {
  @Test func structsLieAlike() {
    typealias C = MemoryLayout<logits_partial>
    typealias Swift = MemoryLayout<PartialCrossEntropy>
    #expect(C.stride == Swift.stride)
    #expect(C.offset(of: \.maximum) == Swift.offset(of: \.maximum))
    #expect(C.offset(of: \.sum) == Swift.offset(of: \.sum))
    #expect(C.offset(of: \.logit_sum) == Swift.offset(of: \.logitSum))
    #expect(C.offset(of: \.weight_sum) == Swift.offset(of: \.weightSum))
    #expect(C.offset(of: \.target_logit) == Swift.offset(of: \.targetLogit))
    #expect(C.offset(of: \.target_weight) == Swift.offset(of: \.targetWeight))
    #expect(C.offset(of: \.targets) == Swift.offset(of: \.targets))
    #expect(C.offset(of: \.classes) == Swift.offset(of: \.classes))
  }

  /// Two slices of three and two classes: merged, their losses and gradients.
  @Test func slicesMakeTheWholeRow() throws {
    let slices = [
      CMemory<Float>([1, 2, 0, 3, 0, 1]), CMemory<Float>([0.5, -1, 2, 4]),
    ]
    let targets = CMemory<Int32>([3, 1])
    let upstream = CMemory<Double>([2, -1])
    var options = logits_options.zeros
    options.label_smoothing = 0.25
    options.reduction = Int32(LOGITS_REDUCTION_NONE.rawValue)
    options.upstream = upstream.input
    let first: [Int64] = [0, 3]
    let classes: [Int64] = [3, 2]
    var parts = [[logits_partial]](
      repeating: [logits_partial](repeating: logits_partial(), count: 2),
      count: 2)
    for i in 0..<2 {
      #expect(
        Outcome(
          logits_partial_cross_entropy(
            slices[i].input, logits_rows(classes[i]), targets.input, first[i],
            &options, &parts[i], 2)) == .ok)
    }
    #expect(logits_partial_merge(parts[1], &parts[0], 2) == 0)
    let losses = CMemory<Double>([7, 7])
    #expect(
      logits_partial_losses(parts[0], 2, &options, losses.output) == 0)

    let rows: [Float] = [1, 2, 0, 0.5, -1, 3, 0, 1, 2, 4]
    var expected: [Double] = [0, 0]
    var expectedGradient = rows
    try CrossEntropy(labelSmoothing: 0.25).losses(
      rows, .rows(of: 5), targets: targets.elements, upstream: [2.0, -1.0],
      into: &expected, gradient: &expectedGradient)
    for (found, exact) in zip(losses.elements, expected) {
      #expect(abs(found - exact) < 1e-6)
    }
    for i in 0..<2 {
      let gradient = CMemory([Float](repeating: 7, count: 2 * Int(classes[i])))
      #expect(
        Outcome(
          logits_partial_gradient(
            slices[i].input, logits_rows(classes[i]), targets.input, first[i],
            parts[0], 2, &options, gradient.output)) == .ok)
      for r in 0..<2 {
        for c in 0..<Int(classes[i]) {
          let exact = expectedGradient[5 * r + Int(first[i]) + c]
          let found = gradient.buffer[r * Int(classes[i]) + c]
          #expect(abs(found - exact) < 1e-6)
        }
      }
    }
  }

  @Test func samplesOfDifferentClasses() {
    let logits = CMemory<Float>([1, 2, 3, 4])
    let targets = CMemory<UInt8>([0, 0])
    var whole = [logits_partial](
      repeating: logits_partial(
        maximum: 1, sum: 1, logit_sum: 0, weight_sum: 0, target_logit: 1,
        target_weight: 1, targets: 1, classes: 2), count: 2)
    whole[1].classes = 3
    #expect(
      Outcome(
        logits_partial_gradient(
          logits.input, logits_rows(2), targets.input, 0, whole, 2, nil,
          logits.output))
        == Outcome(
          LOGITS_ERROR_MERGE,
          "these results cannot be merged: 2.0 and 3.0 classes"))
    #expect(logits.elements == [1, 2, 3, 4])
  }
}
