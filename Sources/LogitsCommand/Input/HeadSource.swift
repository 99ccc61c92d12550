import ArrayFiles
import Logits

/// The logits of a linear head, made block by block of stored features.
struct HeadSource<
  Scalar: LogitScalar & ReadableElement, Weight: StoredLogit & ArrayElement
>: SampleSource where Weight.Scalar == Scalar {
  /// Room for the logits of enough samples to be worth reading all weights.
  private static var blockBytes: Int { 64 << 20 }

  private let features: SampleReader<Scalar>
  private let width: Int
  private let weight: StoredArray
  private let bias: [Scalar]
  private let classes: Int
  private let execution: Execution

  /// - Parameters:
  ///   - features: Features, samples × width.
  ///   - head: Weights of type `Weight`, and a bias.
  ///   - execution: Where the products run.
  /// - Throws: `FileError` if the bias cannot be read.
  init(
    _ features: LogitsFile, _ head: LinearHead, _ execution: Execution
  ) throws {
    self.features = SampleReader(features)
    width = features.classes
    weight = head.weight
    classes = head.classes
    bias = try head.bias(as: Scalar.self)
    self.execution = execution
  }

  var layout: Layout { .rows(of: classes) }

  func places(ofSample sample: Int) -> ClassPlaces {
    ClassPlaces(from: sample * classes, by: 1, count: classes)
  }

  func forEachBlock(
    of rows: Range<Int>?,
    _ body: (Range<Int>, UnsafeBufferPointer<Scalar>) throws -> Void
  ) throws {
    let length = max(
      1, Self.blockBytes / MemoryLayout<Scalar>.stride / classes)
    let workspace = LinearWorkspace()
    try features.forEachBlock(of: rows) { samples, block in
      for start in stride(from: 0, to: samples.count, by: length) {
        let end = min(start + length, samples.count)
        let logits = try logits(
          UnsafeBufferPointer(
            rebasing: block[(start * width)..<(end * width)]), end - start,
          workspace)
        let rows = samples.lowerBound + start..<samples.lowerBound + end
        try logits.withUnsafeBufferPointer { try body(rows, $0) }
      }
    }
  }

  private func logits(
    _ features: UnsafeBufferPointer<Scalar>, _ samples: Int,
    _ workspace: LinearWorkspace
  ) throws -> [Scalar] {
    var logits = [Scalar](repeating: 0, count: samples * classes)
    try weight.withElements(as: Weight.self) { weight in
      try linear(
        features, .rows(of: width), weight: weight,
        bias: bias.isEmpty ? nil : bias, into: &logits, workspace: workspace,
        execution: execution)
    }
    return logits
  }
}
