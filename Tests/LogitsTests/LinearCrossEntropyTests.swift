import Logits
import TestSupport
import Testing

/// The loss of a linear layer's outputs and its gradients, against PyTorch's
/// float64, in blocks of several sizes.
@Suite struct LinearCrossEntropyTests {
  /// See Tests/Fixtures/PyTorch/make_linear.py.
  struct Fixture: Decodable {
    let samples: Int
    let features: Int
    let classes: Int
    let x: [Double]
    let weight: [Double]
    let bias: [Double]?
    let targets: [Int]
    let ignoreIndex: Int
    let classWeights: [Double]?
    let sampleWeights: [Double]?
    let labelSmoothing: Double
    let zLoss: Double
    let temperature: Double
    let softcap: Double?
    let reduction: String
    let upstream: [Double]
    let losses: [Double]
    let featureGradient: [Double]
    let weightGradient: [Double]
    let biasGradient: [Double]

    var shape: LinearShape {
      LinearShape(samples: samples, features: features, classes: classes)
    }

    func criterion() throws -> CrossEntropy {
      try CrossEntropy(
        classWeights: classWeights, ignoreIndex: ignoreIndex,
        labelSmoothing: labelSmoothing,
        reduction: Reduction(rawValue: reduction) ?? .sum, zLoss: zLoss,
        temperature: temperature, softcap: softcap ?? .infinity)
    }

    /// How far a logit may be off, over the temperature: d products, whose
    /// magnitudes sum to d at most, and the bias go through d + 1 additions.
    func logitError(_ epsilon: Double) -> Double {
      Double((features + 1) * (features + 1)) * epsilon / temperature
    }

    /// A bound of the elements of a gradient with respect to logits, and of how
    /// much they change with them: weights of 2 at most, twice, upstream of 2,
    /// and 2 λ l (l + 2) for the z-loss with l ≤ 40.
    var largestSlope: Double { 8 * (1 + 2 * zLoss * 42) / temperature }
  }

  /// What is computed of a fixture.
  struct Results<Scalar: TestScalar> {
    var losses: [Scalar]
    var x: [Scalar]
    var weight: [Scalar]
    var bias: [Scalar]
  }

  /// Blocks of one sample, of some, and of all; with little memory, losses alone
  /// come from slices of the classes.
  static let memories = [1, 8 << 10, 4 << 20, 64 << 20]

  @Test(arguments: Execution.tables, memories)
  func lossesAndGradientsArePyTorchs(
    _ table: Execution, _ memory: Int
  ) throws {
    let fixtures = try Fixtures.read("PyTorch/linear.json", [Fixture].self)
    #expect(fixtures.count == 80)
    for (index, fixture) in fixtures.enumerated() {
      try check(fixture, Double.self, table, memory, "\(index)")
      try check(fixture, Float.self, table, memory, "\(index)")
    }
  }

  private func check<Scalar: TestScalar>(
    _ fixture: Fixture, _: Scalar.Type, _ table: Execution, _ memory: Int,
    _ name: Comment
  ) throws {
    var found = Results<Scalar>(
      losses: [Scalar](repeating: .nan, count: fixture.samples),
      x: fixture.x.map { _ in .nan }, weight: fixture.weight.map { _ in .nan },
      bias: fixture.biasGradient.map { _ in .nan })
    try compute(fixture, table, memory, accumulates: false, &found)
    let epsilon = Double(Scalar.ulpOfOne)
    let accuracy = 4 * fixture.logitError(epsilon) + 16 * epsilon
    // A loss is up to 40, and its weights make 4 of 1.
    let largest = fixture.losses.reduce(160) { max($0, abs($1)) }
    expect(found.losses, fixture.losses, accuracy * largest, name)
    let slope = accuracy * fixture.largestSlope
    // Sums over classes and samples, of products of magnitude 1 at most.
    let (n, c) = (Double(fixture.samples), Double(fixture.classes))
    expect(found.x, fixture.featureGradient, slope * c, name)
    expect(found.weight, fixture.weightGradient, slope * n, name)
    expect(found.bias, fixture.biasGradient, slope * n, name)

    // On top of what is there.
    try compute(fixture, table, memory, accumulates: true, &found)
    let twice = 2 * slope
    expect(found.x, fixture.featureGradient.map { 2 * $0 }, twice * c, name)
    expect(found.weight, fixture.weightGradient.map { 2 * $0 }, twice * n, name)
    expect(found.bias, fixture.biasGradient.map { 2 * $0 }, twice * n, name)
  }

  private func expect<Scalar: TestScalar>(
    _ found: [Scalar], _ expected: [Double], _ tolerance: Double,
    _ name: Comment
  ) {
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(abs(Double(found) - expected) <= tolerance, name)
    }
  }

  /// The losses and gradients, and the same losses without gradients.
  private func compute<Scalar: TestScalar>(
    _ fixture: Fixture, _ table: Execution, _ memory: Int, accumulates: Bool,
    _ results: inout Results<Scalar>
  ) throws {
    let criterion = try fixture.criterion()
    let x = fixture.x.map { Scalar($0) }
    let weight = fixture.weight.map { Scalar($0) }
    let bias = fixture.bias?.map { Scalar($0) }
    let weights = fixture.sampleWeights?.map { Scalar($0) }
    let upstream = fixture.upstream.map { Scalar($0) }
    var (losses, ofX) = (results.losses, results.x)
    var (ofWeight, ofBias) = (results.weight, results.bias)
    defer {
      results = Results(losses: losses, x: ofX, weight: ofWeight, bias: ofBias)
    }
    if fixture.reduction == "none" {
      try criterion.linearGradient(
        x, weight: weight, bias: bias?.span, targets: fixture.targets,
        shape: fixture.shape, sampleWeights: weights?.span,
        upstream: upstream.span, losses: losses.mutableSpan,
        featureGradient: ofX.mutableSpan,
        weightGradient: ofWeight.mutableSpan,
        biasGradient: ofBias.mutableSpan, accumulates: accumulates,
        memory: memory, execution: table)
      let alone = try criterion.linearLosses(
        x, weight: weight, bias: bias?.span, targets: fixture.targets,
        shape: fixture.shape, sampleWeights: weights?.span, memory: memory,
        execution: table)
      let epsilon = Double(Scalar.ulpOfOne)
      expect(alone, losses.map(Double.init), 640 * epsilon, "none")
    } else {
      let loss = try criterion.linearGradient(
        x, weight: weight, bias: bias?.span, targets: fixture.targets,
        shape: fixture.shape, sampleWeights: weights?.span,
        upstream: fixture.upstream[0], featureGradient: ofX.mutableSpan,
        weightGradient: ofWeight.mutableSpan,
        biasGradient: ofBias.mutableSpan, accumulates: accumulates,
        memory: memory, execution: table)
      losses = [Scalar(loss)]
      let alone = try criterion.linearLoss(
        x, weight: weight, bias: bias?.span, targets: fixture.targets,
        shape: fixture.shape, sampleWeights: weights?.span, memory: memory,
        execution: table)
      expect(
        [Scalar(alone)], [loss],
        max(160, abs(loss)) * 4 * Double(Scalar.ulpOfOne), "reduced")
    }
  }
}
