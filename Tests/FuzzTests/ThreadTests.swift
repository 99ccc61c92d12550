import Logits
import TestSupport
import Testing

/// Batches and layers that are large enough for several threads: the bits of
/// one.
@Suite struct ThreadTests: ScalarCheck {
  @Test func anyNumberOfThreads() {
    FuzzRun(kind: .threads, short: 20, share: 1).run {
      { failure(seed: $0) }
    }
  }

  func failure<Scalar: TestScalar>(
    _: Scalar.Type, _ generator: inout SeededGenerator
  ) -> String? {
    let most = generator.one(of: [70, 2050])
    let classes = generator.classes(upTo: most)
    let samples = ((1 << 18) + generator.below(1 << 18)) / classes + 1
    let options = CrossEntropy(classes: classes, using: &generator)
    let numbers = generator.one(of: NumberKind.allCases)
    let logits = (0..<samples).map { _ in
      var row = [Scalar](repeating: 0, count: classes)
      row.withUnsafeMutableBufferPointer { numbers.fill($0, &generator) }
      return row
    }
    let batch = OperationBatch<Scalar>(
      classes: classes, logits: logits,
      targets: (0..<samples).map { _ in Int32(generator.below(classes)) })
    func size() -> Int { 60 + generator.below(300) }
    let layer = LinearShape(samples: size(), features: size(), classes: size())
    var execution = generator.one(of: Execution.tables)
    do {
      let rows = try RowMemory(batch)
      rows.criterion = options
      let layers = try LayerMemory<Scalar>(layer)
      for input in [layers.features, layers.weight, layers.upstream] {
        for i in input.indices {
          UnsafeMutableBufferPointer(mutating: input)[i] =
            Scalar(2 * generator.fraction() - 1)
        }
      }
      /// As numbers, in which NaN is the same as itself.
      func digests() throws -> [Int] {
        let ofRows = try [
          "softmax", "logSoftmax", "logSumExp", "argmax", "gradient",
        ].map { try rows.digest(of: .named($0), execution) }
        return try ofRows
          + LayerOperations<Scalar>.products.map {
            try layers.digest(of: $0, execution)
          }
      }
      let expected = try digests()
      execution.threads = 2 + generator.below(7)
      guard try digests() != expected else { return nil }
      return "other bits of \(rows.shape), \(options), \(layer), \(execution)"
    } catch {
      return "\(error), \(execution)"
    }
  }
}
