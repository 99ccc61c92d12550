import Logits

/// A batch in two layouts: each sample a row, and the classes on a middle axis.
package final class PlaneMemory<Logit: TestLogit> {
  package typealias Scalar = Logit.Scalar

  package let rows: RowMemory<Logit>
  package let planes: RowMemory<Logit>
  /// The logits of each sample.
  package let logits: [[Logit]]
  private let outer: Int
  private let positions: Int
  // What operations on planes write for each sample.
  private let numbers: GuardedBuffer<Scalar>
  private let predictions: GuardedBuffer<Int>
  private let evaluations: GuardedBuffer<SampleEvaluation>
  private let partials: GuardedBuffer<PartialCrossEntropy>

  package init(
    _ batch: OperationBatch<Logit>, outer: Int, positions: Int,
    _ place: BufferPlace = .heap
  ) throws {
    let classes = batch.classes
    func stacks<Element>(_ rows: [[Element]]) -> [[Element]] {
      (0..<outer).map { stack in
        (0..<classes * positions).map {
          rows[stack * positions + $0 % positions][$0 / positions]
        }
      }
    }
    self.outer = outer
    self.positions = positions
    logits = batch.logits
    rows = try RowMemory(batch)
    planes = try RowMemory(
      OperationBatch(
        classes: classes * positions, logits: stacks(batch.logits),
        others: stacks(batch.others), targets: batch.targets,
        sampleWeights: batch.sampleWeights, upstream: batch.upstream),
      .init(place: place))
    let samples = outer * positions
    numbers = GuardedBuffer(count: samples, place)
    predictions = GuardedBuffer(count: samples, place)
    evaluations = GuardedBuffer(count: samples, place)
    partials = GuardedBuffer(count: samples, place)
    let shape = BatchShape(
      outer: outer, classes: classes, positions: positions)
    planes.shape = shape
    planes.otherShape = shape
    planes.outputShape = shape
    planes.numbers = numbers.elements
    planes.predictions = predictions.elements
    planes.evaluations = evaluations.elements
    planes.partials = partials.elements
  }

  /// Calls an operation on the planes, and returns the reduced loss.
  package func runOnPlanes(
    _ operation: RowOperations<Logit>.Row, _ execution: Execution
  ) throws -> Double {
    clear(for: operation)
    return try operation.call(planes, execution)
  }

  /// Clears all results, but for the input of an operation that works in place.
  package func clear(for operation: RowOperations<Logit>.Row) {
    numbers.clear()
    predictions.clear()
    evaluations.clear()
    partials.clear()
    planes.clear(for: operation)
  }

  /// The bytes of all results on the planes.
  package var bytesOfPlanes: [UInt8] {
    planes.resultBytes.flatMap { $0 }
      + Array(UnsafeRawBufferPointer(numbers.elements))
      + Array(UnsafeRawBufferPointer(predictions.elements))
      + Array(UnsafeRawBufferPointer(evaluations.elements))
  }

  /// The output of planes, sample by sample.
  @specialized(where Logit == Float)
  @specialized(where Logit == Double)
  @specialized(where Logit == BFloat16)
  package func outputOfPlanes() -> [Double] {
    let classes = planes.shape.classes
    var output: [Double] = []
    output.reserveCapacity(outer * positions * classes)
    for stack in 0..<outer {
      let first = stack * classes * positions
      for position in 0..<positions {
        for i in 0..<classes {
          output.append(
            Double(planes.output[first + i * positions + position]))
        }
      }
    }
    return output
  }

  /// That of rows.
  @specialized(where Logit == Float)
  @specialized(where Logit == Double)
  @specialized(where Logit == BFloat16)
  package func outputOfRows() -> [Double] {
    rows.output.map { Double($0) }
  }
}
