import Logits
import TestSupport

/// The buffers of a linear layer and of all results, each in a place of its
/// own.
final class LinearMemory<Scalar: TestScalar> {
  let shape: LinearShape
  private let inputs: [PlacedRows<Scalar>]
  private let inputElements: [[Scalar]]
  private let targetRows: PlacedRows<Int32>
  private let resultRows: [PlacedRows<Scalar>]

  init(_ shape: LinearShape, _ place: BufferPlace = .heap) {
    self.shape = shape
    let (n, d, c) = (shape.samples, shape.features, shape.classes)
    var generator = SeededGenerator(seed: 4)
    func number() -> Scalar {
      Scalar(Int.random(in: -1 << 20...1 << 20, using: &generator))
        / Scalar(1 << 20)
    }
    func rows(_ count: Int) -> PlacedRows<Scalar> {
      PlacedRows(1, length: count, place)
    }
    let counts = [n * d, c * d, c, n * c, n]
    inputElements = counts.map { (0..<$0).map { _ in number() } }
    inputs = counts.map(rows)
    for (rows, elements) in zip(inputs, inputElements) { rows.fill([elements]) }
    targetRows = PlacedRows(1, length: n, place)
    targetRows.fill([(0..<n).map { Int32($0 * 7 % c) }])
    resultRows = [n * c, n * d, c * d, c, n].map(rows)
  }

  // What operations take.
  var features: UnsafeBufferPointer<Scalar> { .init(inputs[0].elements) }
  var weight: UnsafeBufferPointer<Scalar> { .init(inputs[1].elements) }
  var bias: UnsafeBufferPointer<Scalar> { .init(inputs[2].elements) }
  var upstream: UnsafeBufferPointer<Scalar> { .init(inputs[3].elements) }
  var factors: UnsafeBufferPointer<Scalar> { .init(inputs[4].elements) }
  var targets: UnsafeBufferPointer<Int32> { .init(targetRows.elements) }

  // Where they write.
  var outputs: UnsafeMutableBufferPointer<Scalar> { resultRows[0].elements }
  var featureGradient: UnsafeMutableBufferPointer<Scalar> {
    resultRows[1].elements
  }
  var weightGradient: UnsafeMutableBufferPointer<Scalar> {
    resultRows[2].elements
  }
  var biasGradient: UnsafeMutableBufferPointer<Scalar> {
    resultRows[3].elements
  }
  var losses: UnsafeMutableBufferPointer<Scalar> { resultRows[4].elements }

  private func run(
    _ operation: LinearOperation<Scalar>, _ table: Execution
  ) throws -> UInt64 {
    for rows in resultRows { rows.clear() }
    return try operation.call(self, table).bitPattern
  }

  /// The bytes that an operation leaves in the buffers for results, and the bits
  /// of what it returns.
  func results(
    _ operation: LinearOperation<Scalar>, _ table: Execution
  ) throws -> OperationResults {
    var found = OperationResults(value: try run(operation, table))
    for rows in resultRows { found.bytes += rows.bytes(0) }
    return found
  }

  /// A number that stands for all of them in this process.
  func digest(
    _ operation: LinearOperation<Scalar>, _ table: Execution
  ) throws -> Int {
    var hasher = Hasher()
    hasher.combine(try run(operation, table))
    for rows in resultRows { hasher.combine(bytes: rows.bytes(0)) }
    return hasher.finalize()
  }

  /// Whether nothing has been written around the results.
  var surroundingsAreUntouched: Bool {
    resultRows.allSatisfy(\.surroundingsAreClear)
  }

  /// Whether the inputs, and what lies around them, are as they were.
  var inputsAreUntouched: Bool {
    targetRows.surroundingsAreClear
      && zip(inputs, inputElements).allSatisfy { $0.holds([$1]) }
  }
}
