import Logits
import TestSupport
import Testing

/// Products of matrices, against sums of products in a wider type.
@Suite struct LinearTests {
  /// Sizes around those of tiles (6 rows, a vector) and blocks (96 rows, 256,
  /// 384 or 512 deep, 1024 columns).
  static let shapes = [
    (0, 3, 2), (1, 1, 1), (2, 3, 5), (5, 1, 6), (7, 17, 16), (12, 64, 10),
    (97, 257, 33), (3, 300, 1025), (520, 5, 400),
  ].map { LinearShape(samples: $0, features: $1, classes: $2) }

  /// A layer with random elements.
  struct Layer<Scalar: TestScalar> {
    let shape: LinearShape
    let x: [Scalar]
    let weight: [Scalar]
    let bias: [Scalar]
    let upstream: [Scalar]

    init(_ shape: LinearShape, seed: UInt64 = 2) {
      var generator = SeededGenerator(seed: seed)
      func random(_ count: Int) -> [Scalar] {
        (0..<count).map { _ in Scalar.random(in: -1...1, using: &generator) }
      }
      self.shape = shape
      x = random(shape.samples * shape.features)
      weight = random(shape.classes * shape.features)
      bias = random(shape.classes)
      upstream = random(shape.samples * shape.classes)
    }

    var plain: PlainLayer<Scalar> {
      PlainLayer(shape, x: x, weight: weight, bias: bias)
    }
  }

  /// The results that are further from the sums than `allowed` says.
  private func violations<Scalar: TestScalar>(
    _ results: [Scalar], _ sums: [PlainSum<Scalar.Wide>]
  ) -> [String] {
    zip(results, sums).enumerated().compactMap { i, pair in
      let (result, sum) = pair
      let allowed = sum.allowed(ulpOfOne: Scalar.Wide(Scalar.ulpOfOne))
      return abs(Scalar.Wide(result) - sum.value) <= allowed
        ? nil : "[\(i)]: \(result) instead of \(sum.value)"
    }
  }

  @Test(arguments: Execution.tables, shapes)
  func outputs(_ table: Execution, _ shape: LinearShape) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let layer = Layer<Scalar>(shape)
      let plain = try linear(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        execution: table)
      #expect(plain.count == shape.samples * shape.classes)
      #expect(violations(plain, layer.plain.outputs(biased: false)) == [])
      let biased = try linear(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        bias: layer.bias, execution: table)
      #expect(violations(biased, layer.plain.outputs()) == [])
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test(arguments: Execution.tables, shapes)
  func gradients(_ table: Execution, _ shape: LinearShape) throws {
    func check<Scalar: TestScalar>(_: Scalar.Type) throws {
      let layer = Layer<Scalar>(shape)
      var sums = layer.plain.gradients(
        layer.upstream.map { Scalar.Wide($0) },
        errors: layer.upstream.map { _ in 0 }
      ).map(\.sums)
      var dx = layer.x.map { _ in Scalar.nan }
      var dw = layer.weight.map { _ in Scalar.nan }
      var db = layer.bias.map { _ in Scalar.nan }
      try linearGradient(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        upstream: layer.upstream, featureGradient: &dx, weightGradient: &dw,
        biasGradient: &db, execution: table)
      for (found, sums) in zip([dx, dw, db], sums) {
        #expect(violations(found, sums) == [])
      }

      // Once more on top, each by itself.
      for (which, found) in [dx, dw, db].enumerated() {
        for i in found.indices { sums[which][i].add(Scalar.Wide(found[i])) }
      }
      try linearGradient(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        upstream: layer.upstream, featureGradient: &dx,
        weightGradient: &Unwanted<Scalar>.gradient,
        biasGradient: &Unwanted<Scalar>.gradient, accumulates: true,
        execution: table)
      try linearGradient(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        upstream: layer.upstream, featureGradient: &Unwanted<Scalar>.gradient,
        weightGradient: &dw,
        biasGradient: &Unwanted<Scalar>.gradient, accumulates: true,
        execution: table)
      try linearGradient(
        layer.x, .rows(of: shape.features), weight: layer.weight,
        upstream: layer.upstream, featureGradient: &Unwanted<Scalar>.gradient,
        weightGradient: &Unwanted<Scalar>.gradient,
        biasGradient: &db, accumulates: true, execution: table)
      for (found, sums) in zip([dx, dw, db], sums) {
        #expect(violations(found, sums) == [])
      }
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// With products in Swift, a row's outputs do not depend on its neighbours, nor
  /// on what matrices are copied for their number.
  @Test(arguments: Execution.tables.filter { $0.backend == .swift })
  func outputsOfRowsAlone(_ table: Execution) throws {
    let shape = LinearShape(samples: 600, features: 300, classes: 90)
    let layer = Layer<Float>(shape)
    let all = try linear(
      layer.x, .rows(of: shape.features), weight: layer.weight,
      bias: layer.bias, execution: table)
    for rows in [0..<1, 1..<3, 5..<12, 100..<103, 511..<514, 200..<600] {
      var part = shape
      part.samples = rows.count
      let some = try linear(
        Array(layer.x[rows.lowerBound * 300..<rows.upperBound * 300]),
        .rows(of: part.features), weight: layer.weight, bias: layer.bias,
        execution: table)
      #expect(some == Array(all[rows.lowerBound * 90..<rows.upperBound * 90]))
    }
  }

  @Test func badInput() throws {
    let shape = LinearShape(samples: 2, features: 3, classes: 4)
    let layer = Layer<Float>(shape)
    func error(
      _ shape: LinearShape, x: Int = 6, weight: Int = 12, bias: Int = 4,
      outputs: Int = 8, memory: Int = 1 << 20
    ) -> LogitsError? {
      var result = [Float](repeating: 7, count: outputs)
      do throws(LogitsError) {
        try linear(
          [Float](repeating: 1, count: x), .rows(of: shape.features),
          weight: [Float](repeating: 1, count: weight),
          bias: [Float](repeating: 1, count: bias), into: &result,
          workspace: LinearWorkspace(memory: memory))
        return nil
      } catch {
        #expect(result.allSatisfy { $0 == 7 })
        return error
      }
    }
    func mismatch(
      _ role: LogitsError.Buffer, _ expected: Int, _ actual: Int
    ) -> LogitsError {
      .sizeMismatch(role, expected: expected...expected, actual: actual)
    }
    #expect(error(shape) == nil)
    #expect(
      error(shape, x: 5) == .notWholeRows(.features, count: 5, classes: 3, 3))
    #expect(
      error(shape, weight: 13)
        == .notWholeRows(.weight, count: 13, classes: 3, 3))
    #expect(
      error(shape, weight: 0)
        == .notWholeRows(.weight, count: 0, classes: 3, 3))
    #expect(error(shape, bias: 3) == mismatch(.bias, 4, 3))
    #expect(error(shape, outputs: 9) == mismatch(.output, 8, 9))
    #expect(error(shape, memory: 0) == .optionOutOfRange(.memory, value: 0))
    // More features mean fewer samples and classes.
    #expect(
      error(LinearShape(samples: 1, features: 6, classes: 2))
        == mismatch(.bias, 2, 4))
    #expect(
      error(LinearShape(samples: 0, features: 0, classes: 4)) == .noClasses(0))

    var memory = layer.weight
    memory.withUnsafeMutableBufferPointer { memory in
      var half = UnsafeMutableBufferPointer(rebasing: memory[..<6])
      var outputs = UnsafeMutableBufferPointer(rebasing: memory[2..<10])
      let weight = UnsafeBufferPointer(memory)
      #expect(throws: LogitsError.overlap(.featureGradient, .weight)) {
        try linearGradient(
          layer.x, .rows(of: shape.features), weight: weight,
          upstream: layer.upstream, featureGradient: &half,
          weightGradient: &Unwanted<Float>.gradient,
          biasGradient: &Unwanted<Float>.gradient)
      }
      #expect(throws: LogitsError.overlap(.weightGradient, .featureGradient)) {
        try linearGradient(
          layer.x, .rows(of: shape.features), weight: layer.weight,
          upstream: layer.upstream, featureGradient: &half,
          weightGradient: &memory, biasGradient: &Unwanted<Float>.gradient)
      }
      #expect(throws: LogitsError.overlap(.output, .features)) {
        try linear(
          half, .rows(of: shape.features), weight: layer.weight,
          into: &outputs)
      }
    }
    #expect(memory == layer.weight)
  }
}
