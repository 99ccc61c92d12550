import Logits
import TestSupport
import Testing

/// The backward of softmax and of its logarithm, against PyTorch's float64.
@Suite struct SoftmaxGradientTests {
  /// See Tests/Fixtures/PyTorch/make_losses.py.
  struct Fixture: Decodable {
    let samples: Int
    let classes: Int
    let logits: [Double]
    let upstream: [Double]
    let softmaxGradient: [Double]
    let logSoftmaxGradient: [Double]

    func rows<Scalar: TestScalar>(
      _ values: KeyPath<Fixture, [Double]>, _: Scalar.Type
    ) -> [[Scalar]] {
      (0..<samples).map { sample in
        self[keyPath: values][sample * classes..<(sample + 1) * classes]
          .map { Scalar($0) }
      }
    }
  }

  @Test(arguments: Execution.tables)
  func gradientsArePyTorchs(_ table: Execution) throws {
    let fixtures = try Fixtures.read(
      "PyTorch/softmax_gradients.json", [Fixture].self)
    #expect(fixtures.count == 30)
    for fixture in fixtures {
      try check(fixture, Float.self, table)
      try check(fixture, Double.self, table)
    }
  }

  private func check<Scalar: TestScalar>(
    _ fixture: Fixture, _: Scalar.Type, _ table: Execution
  ) throws {
    let logits = fixture.rows(\.logits, Scalar.self)
    let upstream = fixture.rows(\.upstream, Scalar.self)
    let probabilities = logits.map { row in
      Oracle.softmax(row).map { Scalar($0) }
    }
    let logarithms = logits.map { row in
      Oracle.logSoftmax(row).map { Scalar($0) }
    }
    let found = try gradients("softmax", probabilities, upstream, table)
    let logFound = try gradients("logSoftmax", logarithms, upstream, table)

    // Differences of these logits are exact, so their size does not matter.
    let bounds = Bounds<Scalar>(
      classes: fixture.classes, spread: 0, backend: table.backend)
    let single = Double(Scalar.ulpOfOne)
    let least = 2 * Double(Scalar.leastNormalMagnitude)
    for s in 0..<fixture.samples {
      let g = upstream[s].map { abs(Double($0)) }
      let (largest, sum) = (g.max() ?? 0, g.reduce(0, +))
      for c in 0..<fixture.classes {
        let p = Double(probabilities[s][c])
        // p (g − Σ g p): p is rounded, each product, the sum, the difference.
        // PyTorch's own p has the error of a probability in Double.
        let allowed =
          p * largest
          * ((bounds.additions / 2 + 6) * single
            + 4 * bounds.probability * Double.ulpOfOne)
        let expected = fixture.softmaxGradient[s * fixture.classes + c]
        #expect(
          abs(Double(found[s][c]) - expected) <= allowed + least,
          "\(Scalar.self), \(fixture.classes) classes")

        // g − exp(l) Σ g: l is rounded, its power has an error of 1 ulp.
        let l = abs(Double(logarithms[s][c]))
        let parts = g[c] + p * sum * (l / 2 + bounds.additions / 2 + 4)
        let logExpected = fixture.logSoftmaxGradient[s * fixture.classes + c]
        #expect(
          abs(Double(logFound[s][c]) - logExpected)
            <= parts * single + 4 * p * sum * bounds.probability
            * Double.ulpOfOne + least * (1 + sum),
          "\(Scalar.self), \(fixture.classes) classes")
      }
    }
  }

  /// The rows of a gradient, the same bits in all forms and layouts.
  private func gradients<Scalar: TestScalar>(
    _ function: String, _ results: [[Scalar]], _ upstream: [[Scalar]],
    _ table: Execution
  ) throws -> [[Scalar]] {
    let batch = OperationBatch(
      classes: results[0].count, logits: upstream, others: results)
    let forms = RowOperations<Scalar>.all.filter {
      $0.name.hasPrefix(function + "Gradient")
    }
    #expect(forms.count == 2)
    var expected: [[Scalar]]?
    for (gap, offset) in Shapes.layouts {
      let memory = try RowMemory(
        batch,
        .init(place: .afterPage(gap: offset), gaps: (offset, gap, gap + 1)))
      for form in forms {
        try memory.run(form, table)
        #expect(memory.outputs == expected ?? memory.outputs)
        #expect(memory.surroundingsAreUntouched)
        expected = memory.outputs
      }
    }
    return expected ?? []
  }

  /// The same memory with another stride is not in place.
  @Test func anotherRowStride() {
    var output = [Float](repeating: 7, count: 3)
    output.withUnsafeMutableBufferPointer { memory in
      _ = #expect(throws: LogitsError.overlap(.gradient, .upstream)) {
        try softmaxGradient(
          [0.5, 0, 0.5] as [Float], .rows(of: 1, stride: 2),
          upstream: UnsafeBufferPointer(rebasing: memory[..<2]),
          upstreamStride: 1, into: &memory, gradientStride: 2)
      }
    }
    #expect(output == [7, 7, 7])
  }
}
