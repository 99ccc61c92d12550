import CLogits
import Logits
import TestSupport
import Testing

/// Linear layers in half precision: the bits of the same calls in Swift.
@Suite struct HalfLayerTests {
  private static let (n, d, c) = (9, 300, 40)

  @Test(arguments: Execution.productTables)
  func sameBits(_ table: Execution) throws {
    try check(BFloat16.self, BFloat16.self, table)
    try check(BFloat16.self, Float.self, table)
    try check(Float.self, BFloat16.self, table)
    #if !(os(macOS) && arch(x86_64))
    try check(Float16.self, Float16.self, table)
    try check(BFloat16.self, Float16.self, table)
    #endif
  }

  /// Features, bias and the gradient of the weight are of one type; weight,
  /// outputs, their gradient and that of the features of the other.
  private func check<A: TestLogit, B: TestLogit>(
    _: A.Type, _: B.Type, _ table: Execution
  ) throws where A.Scalar == Float, B.Scalar == Float {
    let (n, d, c) = (Self.n, Self.d, Self.c)
    var generator = SeededGenerator(seed: 21)
    func numbers<T: TestLogit>(_ count: Int) -> CMemory<T>
    where T.Scalar == Float {
      CMemory(
        (0..<count).map { _ in
          T(nearest: Float.random(in: -1...1, using: &generator))
        })
    }
    let (x, weight, bias) = (
      numbers(n * d) as CMemory<A>, numbers(c * d) as CMemory<B>,
      numbers(c) as CMemory<A>
    )
    let targets = CMemory<Int32>((0..<n).map { $0 == 4 ? -1 : Int32($0) })
    let outputs: CMemory<B> = numbers(n * c)
    let ofX: CMemory<B> = numbers(n * d)
    let ofWeight: CMemory<A> = numbers(c * d)
    let ofBias: CMemory<A> = numbers(c)
    let loss = CMemory([7.0])
    var expected = (
      outputs: outputs.elements, x: ofX.elements, weight: ofWeight.elements,
      bias: ofBias.elements
    )
    func expectSame() {
      #expect(
        outputs.elements.map(\.scalar) == expected.outputs.map(\.scalar))
      #expect(ofX.elements.map(\.scalar) == expected.x.map(\.scalar))
      #expect(ofWeight.elements.map(\.scalar) == expected.weight.map(\.scalar))
      #expect(ofBias.elements.map(\.scalar) == expected.bias.map(\.scalar))
    }
    let layout = logits_rows(Int64(d))
    var options = logits_options.zeros
    options.set(table)
    options.accumulates = 1
    options.has_ignore_index = 1
    options.ignore_index = -1

    #expect(
      Outcome(
        logits_linear(
          x.input, layout, weight.input, bias.input, &options, outputs.output))
        == .ok)
    try linear(
      x.elements, .rows(of: d), weight: weight.elements, bias: bias.elements,
      into: &expected.outputs, execution: table)
    expectSame()

    #expect(
      Outcome(
        logits_linear_gradient(
          x.input, layout, weight.input, outputs.input, &options, ofX.output,
          ofWeight.output, ofBias.output)) == .ok)
    try linearGradient(
      x.elements, .rows(of: d), weight: weight.elements,
      upstream: expected.outputs, featureGradient: &expected.x,
      weightGradient: &expected.weight, biasGradient: &expected.bias,
      accumulates: true, execution: table)
    expectSame()

    #expect(
      Outcome(
        logits_linear_cross_entropy(
          x.input, layout, weight.input, bias.input, targets.input, &options,
          loss.output, ofX.output, ofWeight.output, ofBias.output)) == .ok)
    let value = try CrossEntropy(ignoreIndex: -1).linearLoss(
      x.elements, .rows(of: d), weight: weight.elements, bias: bias.elements,
      targets: targets.elements, featureGradient: &expected.x,
      weightGradient: &expected.weight, biasGradient: &expected.bias,
      accumulates: true, execution: table)
    #expect(loss.buffer[0] == value)
    expectSame()
  }
}
