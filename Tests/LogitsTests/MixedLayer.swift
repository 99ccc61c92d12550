import Logits
import TestSupport

/// A layer, the gradients of its outputs and its own, in buffers that each have
/// a type of its own and are computed as Float.
struct MixedLayer {
  let shape: LinearShape
  let x: StoredFloats
  let weight: StoredFloats
  let bias: StoredFloats
  let upstream: StoredFloats
  let outputs: StoredFloats
  /// Of features, weight and bias.
  let gradients: [StoredFloats]
  /// Some are ignored, if that is wanted.
  let targets: [Int]

  /// What results are before a call.
  static let filling: Float = 0.75
  static let ignoreIndex = -100

  /// The types of the buffers, in the order of the properties.
  struct Types {
    var all: [_ElementType]

    init(_ generator: inout SeededGenerator) {
      all = (0..<8).map { _ in
        StoredFloats.types.randomElement(using: &generator) ?? .float
      }
    }

    init(_ type: _ElementType) { all = .init(repeating: type, count: 8) }

    /// One type for all, and several mixtures.
    static var mixtures: [Types] {
      var generator = SeededGenerator(seed: 11)
      return StoredFloats.types.dropFirst().map { Types($0) }
        + (0..<6).map { _ in Types(&generator) }
    }
  }

  init(_ shape: LinearShape, _ types: Types, ignores: Bool = false) {
    var generator = SeededGenerator(seed: 9)
    func numbers(_ count: Int, _ index: Int) -> StoredFloats {
      StoredFloats(
        (0..<count).map { _ in Float.random(in: -1...1, using: &generator) },
        types.all[index])
    }
    func results(_ count: Int, _ index: Int) -> StoredFloats {
      StoredFloats(
        .init(repeating: Self.filling, count: count), types.all[index])
    }
    let (n, d, c) = (shape.samples, shape.features, shape.classes)
    self.shape = shape
    x = numbers(n * d, 0)
    weight = numbers(c * d, 1)
    bias = numbers(c, 2)
    upstream = numbers(n * c, 3)
    outputs = results(n * c, 4)
    gradients = [results(n * d, 5), results(c * d, 6), results(c, 7)]
    targets = (0..<n).map {
      ignores && $0 % 3 == 1 ? Self.ignoreIndex : $0 * 7 % c
    }
  }

  /// The same numbers as Float.
  var floats: MixedLayer {
    MixedLayer(
      shape: shape, x: StoredFloats(x.scalars, .float),
      weight: StoredFloats(weight.scalars, .float),
      bias: StoredFloats(bias.scalars, .float),
      upstream: StoredFloats(upstream.scalars, .float),
      outputs: StoredFloats(outputs.scalars, .float),
      gradients: gradients.map { StoredFloats($0.scalars, .float) },
      targets: targets)
  }

  private init(
    shape: LinearShape, x: StoredFloats, weight: StoredFloats,
    bias: StoredFloats, upstream: StoredFloats, outputs: StoredFloats,
    gradients: [StoredFloats], targets: [Int]
  ) {
    self.shape = shape
    self.x = x
    self.weight = weight
    self.bias = bias
    self.upstream = upstream
    self.outputs = outputs
    self.gradients = gradients
    self.targets = targets
  }

  /// Whether products round to bfloat16, in an order of their own.
  func multipliesBFloat16(_ execution: Execution) -> Bool {
    execution.backend != .openBLAS && execution.instructionSet == .v4BFloat16
      && [x, weight].allSatisfy { $0.type == .bfloat16 }
  }

  var plain: PlainLayer<Float> {
    PlainLayer(
      shape, x: x.scalars, weight: weight.scalars, bias: bias.scalars)
  }

  var elements: LinearElements<Float> {
    LinearElements(
      features: x.elements, weight: weight.elements, bias: bias.elements,
      shape: shape)
  }

  var gradientElements: LinearGradientElements<Float> {
    LinearGradientElements(
      features: gradients[0].elements, weight: gradients[1].elements,
      bias: gradients[2].elements)
  }

  /// The mean loss, and the gradients of `upstream` times it.
  func loss(
    upstream: Double, accumulates: Bool, memory: Int, _ execution: Execution
  ) throws -> Double {
    try compute(memory, execution) {
      $0.upstream = .loss(upstream)
      $0.gradients = gradientElements
      $0.accumulates = accumulates
    }
  }

  /// The loss of each sample.
  func losses(memory: Int, _ execution: Execution) throws -> [Float] {
    var losses = targets.map { _ in Float.nan }
    try losses.withUnsafeMutableBufferPointer { losses in
      _ = try compute(memory, execution) { $0.losses = SampleNumbers(losses) }
    }
    return losses
  }

  private func compute(
    _ memory: Int, _ execution: Execution,
    _ change: (inout LinearCrossEntropyArguments<Float>) -> Void
  ) throws -> Double {
    try targets.withUnsafeBufferPointer {
      var arguments = LinearCrossEntropyArguments(
        elements, TargetElements($0),
        CrossEntropy(ignoreIndex: Self.ignoreIndex), .call, memory: memory,
        execution)
      change(&arguments)
      return try arguments.compute()
    }
  }
}
