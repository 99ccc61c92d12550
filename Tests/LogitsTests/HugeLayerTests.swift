import Logits
import TestSupport
import Testing

/// Layers whose sizes, or offsets in their matrices, do not fit the 32 bits of
/// BLAS.
///
/// All elements are 0 but for some at the ends; the zeros take no memory.
@Suite(.serialized, .enabled(if: Soak.isOn, "Takes a minute: set LOGITS_SOAK."))
struct HugeLayerTests {
  /// `automatic` and each that the build has.
  private static let backends = [Backend.automatic] + Backend.available

  /// Matrices of 0 for a layer, a 2 in the first and the last element of X and
  /// W.
  private struct Layer {
    let shape: LinearShape
    let x: ZeroMemory<Float>
    let weight: ZeroMemory<Float>

    init(samples: Int, features: Int, classes: Int) {
      shape = LinearShape(
        samples: samples, features: features, classes: classes)
      x = ZeroMemory(count: samples * features)
      weight = ZeroMemory(count: classes * features)
      for matrix in [x, weight] {
        matrix.elements[0] = 2
        matrix.elements[matrix.elements.count - 1] = 2
      }
    }

    /// The first and the last output are 4, all others 0.
    func check(_ backend: Backend) throws {
      var outputs = [Float](
        repeating: 7, count: shape.samples * shape.classes)
      try linear(
        x.elements, .rows(of: shape.features), weight: weight.elements,
        into: &outputs, execution: Execution(backend: backend))
      #expect(outputs.first == 4)
      #expect(outputs.last == 4)
      #expect(outputs.dropFirst().dropLast().allSatisfy { $0 == 0 })
    }
  }

  /// More features than BLAS can count, so that its strides are too large, too.
  @Test func features() throws {
    let layer = Layer(samples: 2, features: (1 << 31) + 65, classes: 2)
    for backend in Self.backends { try layer.check(backend) }
  }

  @Test func placesInFeatures() throws {
    let layer = Layer(samples: (1 << 20) + 3, features: 1 << 11, classes: 3)
    for backend in Self.backends {
      try layer.check(backend)
      var losses = [Float](repeating: 7, count: layer.shape.samples)
      try CrossEntropy().linearLosses(
        layer.x.elements, .rows(of: layer.shape.features),
        weight: layer.weight.elements,
        targets: [Int](repeating: 2, count: layer.shape.samples),
        into: &losses, execution: Execution(backend: backend))
      let row: [Float] = [0, 0, 4]
      let last = try CrossEntropy().loss(row, .oneRow, targets: [2])
      #expect(abs(Double(losses.last ?? 0) - last) < 1e-6)
      #expect(losses.dropFirst().dropLast().allSatisfy { $0 == losses[1] })
    }
  }

  @Test func placesInTheWeight() throws {
    let layer = Layer(samples: 70, features: 1 << 11, classes: (1 << 20) + 3)
    for backend in Self.backends { try layer.check(backend) }
  }

  @Test(
    .enabled(
      if: AvailableMemory.bytes > 12_000_000_000,
      "Needs 12 GB of available memory."))
  func placesInTheOutputs() throws {
    let layer = Layer(
      samples: (1 << 16) + 1, features: 66, classes: (1 << 15) + 1)
    for backend in Self.backends { try layer.check(backend) }
  }

  /// Sums over more samples than BLAS can count.
  @Test func gradientsOfSamples() throws {
    let layer = Layer(samples: (1 << 31) + 5, features: 1, classes: 1)
    let upstream = ZeroMemory<Float>(count: layer.shape.samples)
    upstream.elements[0] = 3
    upstream.elements[layer.shape.samples - 1] = 5
    for backend in Self.backends {
      var (ofWeight, ofBias): ([Float], [Float]) = ([0], [0])
      try linearGradient(
        UnsafeBufferPointer(layer.x.elements), .rows(of: layer.shape.features),
        weight: [2] as [Float],
        upstream: UnsafeBufferPointer(upstream.elements),
        featureGradient: &Unwanted<Float>.gradient, weightGradient: &ofWeight,
        biasGradient: &ofBias, execution: Execution(backend: backend))
      #expect(ofWeight == [2 * (3 + 5)])
      #expect(ofBias == [3 + 5])
    }
  }
}
