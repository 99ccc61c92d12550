import Logits
import TestSupport

/// The buffers of a batch and of its results, each in a place of its own.
final class OperationMemory<Logit: TestLogit> {
  typealias Scalar = Logit.Scalar

  /// Where the buffers lie, and how many elements are between the rows of
  /// logits, of others and of the output.
  struct Layout: Sendable {
    var place = BufferPlace.heap
    var gaps = (logits: 0, others: 0, output: 0)
  }

  private let batch: OperationBatch<Logit>
  private let logitRows: PlacedRows<Logit>
  private let otherRows: PlacedRows<Scalar>
  private let targetRows: PlacedRows<Int32>
  private let factorRows: PlacedRows<Scalar>
  private let outputRows: PlacedRows<Scalar>
  private let numberRows: PlacedRows<Scalar>
  private let predictionRows: PlacedRows<Int>
  private let evaluationRows: PlacedRows<SampleEvaluation>
  private let partialRows: PlacedRows<PartialCrossEntropy>

  init(_ batch: OperationBatch<Logit>, _ layout: Layout = Layout()) {
    self.batch = batch
    let (samples, place) = (batch.samples, layout.place)
    logitRows = PlacedRows(
      samples, length: batch.classes, gap: layout.gaps.logits, place)
    otherRows = PlacedRows(
      samples, length: batch.classes, gap: layout.gaps.others, place)
    outputRows = PlacedRows(
      samples, length: batch.classes, gap: layout.gaps.output, place)
    targetRows = PlacedRows(samples, place)
    factorRows = PlacedRows(samples, place)
    numberRows = PlacedRows(samples, place)
    predictionRows = PlacedRows(samples, place)
    evaluationRows = PlacedRows(samples, place)
    partialRows = PlacedRows(samples, place)
    logitRows.fill(batch.logits)
    otherRows.fill(batch.others)
    targetRows.fill(batch.targets.map { [$0] })
    factorRows.fill(batch.factors.map { [$0] })
  }

  // What operations take.
  var logits: UnsafeBufferPointer<Logit> { .init(logitRows.elements) }
  var others: UnsafeBufferPointer<Scalar> { .init(otherRows.elements) }
  var targets: UnsafeBufferPointer<Int32> { .init(targetRows.elements) }
  var factors: UnsafeBufferPointer<Scalar> { .init(factorRows.elements) }
  var shape: BatchShape { shape(logitRows.stride) }
  var otherShape: BatchShape { shape(otherRows.stride) }
  var outputShape: BatchShape { shape(outputRows.stride) }

  // Where they write.
  var output: UnsafeMutableBufferPointer<Scalar> { outputRows.elements }
  var numbers: UnsafeMutableBufferPointer<Scalar> { numberRows.elements }
  var predictions: UnsafeMutableBufferPointer<Int> { predictionRows.elements }
  var evaluations: UnsafeMutableBufferPointer<SampleEvaluation> {
    evaluationRows.elements
  }
  var partials: UnsafeMutableBufferPointer<PartialCrossEntropy> {
    partialRows.elements
  }

  private func shape(_ stride: Int) -> BatchShape {
    BatchShape(
      samples: batch.samples, classes: batch.classes, rowStride: stride)
  }

  private func run(
    _ operation: Operation<Logit>, _ table: Execution
  ) throws -> UInt64 {
    outputRows.clear()
    numberRows.clear()
    predictionRows.clear()
    evaluationRows.clear()
    partialRows.clear()
    if operation.startsInOutput {
      outputRows.fill(batch.logits as? [[Scalar]] ?? [])
    }
    return try operation.call(self, table).bitPattern
  }

  /// The bytes of the results of a sample.
  private func forEachResult(
    _ sample: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    body(outputRows.bytes(sample))
    body(numberRows.bytes(sample))
    body(predictionRows.bytes(sample))
    body(evaluationRows.bytes(sample))
    body(partialRows.bytes(sample))
  }

  /// The bytes that an operation leaves in the buffers for results, those of a
  /// sample side by side, and the bits of what it returns.
  func results(
    _ operation: Operation<Logit>, _ table: Execution
  ) throws -> OperationResults {
    var results = OperationResults(value: try run(operation, table))
    for sample in 0..<batch.samples {
      forEachResult(sample) { results.bytes += $0 }
    }
    results.bytesPerSample = results.bytes.count / max(1, batch.samples)
    return results
  }

  /// A number that stands for all of them in this process.
  func digest(
    _ operation: Operation<Logit>, _ table: Execution
  ) throws -> Int {
    var hasher = Hasher()
    hasher.combine(try run(operation, table))
    for sample in 0..<batch.samples {
      forEachResult(sample) { hasher.combine(bytes: $0) }
    }
    return hasher.finalize()
  }

  /// Whether nothing has been written around the results.
  var surroundingsAreUntouched: Bool {
    outputRows.surroundingsAreClear && numberRows.surroundingsAreClear
      && predictionRows.surroundingsAreClear
      && evaluationRows.surroundingsAreClear
      && partialRows.surroundingsAreClear
  }

  /// Whether the inputs, and what lies around them, are as they were.
  var inputsAreUntouched: Bool {
    logitRows.holds(batch.logits) && otherRows.holds(batch.others)
      && targetRows.holds(batch.targets.map { [$0] })
      && factorRows.holds(batch.factors.map { [$0] })
  }
}

/// What an operation leaves behind.
struct OperationResults: Equatable {
  var value: UInt64
  var bytes: [UInt8] = []
  var bytesPerSample = 0

  init(value: UInt64) { self.value = value }

  func sample(_ sample: Int) -> ArraySlice<UInt8> {
    bytes[sample * bytesPerSample..<(sample + 1) * bytesPerSample]
  }
}
