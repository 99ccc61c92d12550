import Logits

/// The buffers and arguments of operations on rows, each buffer in a place of
/// its own.
package final class RowMemory<Logit: TestLogit>: OperationMemory {
  package typealias Scalar = Logit.Scalar

  /// Where the buffers are, and how many elements are between the rows of
  /// logits, of others and of the output.
  package struct Layout: Sendable {
    package var place = BufferPlace.heap
    package var gaps = (logits: 0, others: 0, output: 0)

    package init(
      place: BufferPlace = .heap,
      gaps: (logits: Int, others: Int, output: Int) = (0, 0, 0)
    ) {
      self.place = place
      self.gaps = gaps
    }
  }

  package let inputs: [any PlacedBuffer]
  package let results: [any PlacedBuffer]
  package let resultRows: Int
  private let outputRows: PlacedRows<Scalar>
  private let batch: OperationBatch<Logit>

  // What operations take.
  package var shape: BatchShape
  package var logits: UnsafeBufferPointer<Logit>
  package var others: UnsafeBufferPointer<Scalar>
  package var otherShape: BatchShape
  package var targets: UnsafeBufferPointer<Int32>
  package var sampleWeights: UnsafeBufferPointer<Scalar>?
  package var criterion: CrossEntropy
  package var divisor = Divisor.weights
  /// Of the reduced loss, and of the loss of each sample.
  package var upstream = 1.0
  package var upstreams: UnsafeBufferPointer<Scalar>?
  package var negativeInfinityRows = NegativeInfinityRows.zero

  // Where they write.
  package var output: UnsafeMutableBufferPointer<Scalar>
  package var outputShape: BatchShape
  package var numbers: UnsafeMutableBufferPointer<Scalar>
  package var predictions: UnsafeMutableBufferPointer<Int>
  package var evaluations: UnsafeMutableBufferPointer<SampleEvaluation>
  package var partials: UnsafeMutableBufferPointer<PartialCrossEntropy>

  package init(
    _ batch: OperationBatch<Logit>, _ layout: Layout = Layout()
  ) throws {
    let (count, classes, place) = (batch.samples, batch.classes, layout.place)
    let logitRows = PlacedRows(
      batch.logits, length: classes, gap: layout.gaps.logits, place)
    let otherRows = PlacedRows(
      batch.others, length: classes, gap: layout.gaps.others, place)
    let targetRows = PlacedRows(batch.targets.map { [$0] }, place)
    let weightRows = PlacedRows(batch.sampleWeights.map { [$0] }, place)
    let upstreamRows = PlacedRows(batch.upstream.map { [$0] }, place)
    outputRows = PlacedRows(
      count, length: classes, gap: layout.gaps.output, place)
    let numberRows = PlacedRows<Scalar>(count, place)
    let predictionRows = PlacedRows<Int>(count, place)
    let evaluationRows = PlacedRows<SampleEvaluation>(count, place)
    let partialRows = PlacedRows<PartialCrossEntropy>(count, place)
    self.batch = batch
    inputs = [logitRows, otherRows, targetRows, weightRows, upstreamRows]
    results = [
      outputRows, numberRows, predictionRows, evaluationRows, partialRows,
    ]
    resultRows = count

    func shape(_ rowStride: Int) -> BatchShape {
      BatchShape(samples: count, classes: classes, rowStride: rowStride)
    }
    self.shape = shape(logitRows.stride)
    logits = UnsafeBufferPointer(logitRows.elements)
    others = UnsafeBufferPointer(otherRows.elements)
    otherShape = shape(otherRows.stride)
    targets = UnsafeBufferPointer(targetRows.elements)
    if !batch.sampleWeights.isEmpty {
      sampleWeights = UnsafeBufferPointer(weightRows.elements)
    }
    if !batch.upstream.isEmpty {
      upstreams = UnsafeBufferPointer(upstreamRows.elements)
    }
    criterion = CrossEntropy()
    output = outputRows.elements
    outputShape = shape(outputRows.stride)
    numbers = numberRows.elements
    predictions = predictionRows.elements
    evaluations = evaluationRows.elements
    partials = partialRows.elements
  }

  package func fillOutput() {
    outputRows.fill(batch.logits as? [[Scalar]] ?? [])
  }

  /// The rows of the output.
  package var outputs: [[Scalar]] {
    (0..<resultRows).map {
      let start = $0 * outputShape.rowStride
      return Array(output[start..<start + outputShape.classes])
    }
  }
}
