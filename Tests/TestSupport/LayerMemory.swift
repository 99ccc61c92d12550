import Logits

/// The buffers and arguments of operations on a linear layer, each buffer in a
/// place of its own.
package final class LayerMemory<Scalar: TestScalar>: OperationMemory {
  package let shape: LinearShape
  package let inputs: [any PlacedBuffer]
  package let results: [any PlacedBuffer]
  package let resultRows = 1

  // What operations take.
  package let features: UnsafeBufferPointer<Scalar>
  package let weight: UnsafeBufferPointer<Scalar>
  package var bias: UnsafeBufferPointer<Scalar>?
  package let upstream: UnsafeBufferPointer<Scalar>
  package var sampleWeights: UnsafeBufferPointer<Scalar>?
  package let targets: UnsafeBufferPointer<Int32>
  package var criterion: CrossEntropy
  /// Of the reduced loss, and of the loss of each sample.
  package var lossUpstream = 3.0
  package let lossUpstreams: UnsafeBufferPointer<Scalar>
  package var accumulates = false
  package var workspace = LinearWorkspace()

  package var layout: Layout { .rows(of: shape.features) }

  // Where they write.
  package var outputs: UnsafeMutableBufferPointer<Scalar>
  package var featureGradient: UnsafeMutableBufferPointer<Scalar>
  package var weightGradient: UnsafeMutableBufferPointer<Scalar>
  package var biasGradient: UnsafeMutableBufferPointer<Scalar>
  package var losses: UnsafeMutableBufferPointer<Scalar>

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(_ shape: LinearShape, _ place: BufferPlace = .heap) throws {
    self.shape = shape
    let (n, d, c) = (shape.samples, shape.features, shape.classes)
    var generator = SeededGenerator(seed: 4)
    func number() -> Scalar {
      Scalar(Int.random(in: -1 << 20...1 << 20, using: &generator))
        / Scalar(1 << 20)
    }
    let numbers = [n * d, c * d, c, n * c, n].map { count in
      (0..<count).map { _ in number() }
    }
    let given = (numbers + numbers.suffix(1)).map {
      PlacedRows([$0], length: $0.count, place)
    }
    let targetRows = PlacedRows(
      [(0..<n).map { Int32($0 * 7 % c) }], length: n, place)
    let written = [n * c, n * d, c * d, c, n].map {
      PlacedRows<Scalar>(1, length: $0, place)
    }
    inputs = given + [targetRows]
    results = written
    features = UnsafeBufferPointer(given[0].elements)
    weight = UnsafeBufferPointer(given[1].elements)
    bias = UnsafeBufferPointer(given[2].elements)
    upstream = UnsafeBufferPointer(given[3].elements)
    sampleWeights = UnsafeBufferPointer(given[4].elements)
    lossUpstreams = UnsafeBufferPointer(given[5].elements)
    targets = UnsafeBufferPointer(targetRows.elements)
    criterion = CrossEntropy()
    outputs = written[0].elements
    featureGradient = written[1].elements
    weightGradient = written[2].elements
    biasGradient = written[3].elements
    losses = written[4].elements
  }

  /// No operation on a layer works in place.
  package func fillOutput() {}
}
