import Logits

/// The buffers that operations read and write.
package protocol OperationMemory: AnyObject, SendableMetatype {
  var inputs: [any PlacedBuffer] { get }
  /// Each has as many rows.
  var results: [any PlacedBuffer] { get }
  var resultRows: Int { get }

  /// Copies the input to where operations that work in place find it.
  func fillOutput()
}

extension OperationMemory {
  /// Calls an operation, and returns the reduced loss, or 0 if there is none.
  @discardableResult
  package func run(
    _ operation: TestOperation<Self>, _ execution: Execution
  ) throws -> Double {
    clear(for: operation)
    return try operation.call(self, execution)
  }

  /// Clears all results, but for the input of an operation that works in place.
  package func clear(for operation: TestOperation<Self>) {
    for buffer in results { buffer.clear() }
    if operation.isInPlace { fillOutput() }
  }

  /// The bytes of each buffer for results.
  package var resultBytes: [[UInt8]] {
    results.map { buffer in
      (0..<resultRows).flatMap { Array(buffer.bytes($0)) }
    }
  }

  /// What an operation returns and writes.
  package func results(
    of operation: TestOperation<Self>, _ execution: Execution
  ) throws -> OperationResults {
    var found = OperationResults(
      value: try run(operation, execution).bitPattern)
    forEachResult { found.bytes += $0 }
    found.bytesPerRow = found.bytes.count / max(1, resultRows)
    return found
  }

  /// The same as a number, which is another one in each process.
  package func digest(
    of operation: TestOperation<Self>, _ execution: Execution
  ) throws -> Int {
    var hasher = Hasher()
    hasher.combine(try run(operation, execution).bitPattern)
    forEachResult { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  private func forEachResult(_ body: (UnsafeRawBufferPointer) -> Void) {
    for row in 0..<resultRows {
      for buffer in results { body(buffer.bytes(row)) }
    }
  }

  /// Whether nothing has been written around the results.
  package var surroundingsAreUntouched: Bool {
    results.allSatisfy(\.surroundingsAreClear)
  }

  /// Whether the inputs, and what is around them, are as they were.
  package var inputsAreUntouched: Bool { inputs.allSatisfy(\.isUnchanged) }
}

/// What an operation returns and writes, bit by bit.
package struct OperationResults: Equatable {
  package let value: UInt64
  package fileprivate(set) var bytes: [UInt8] = []
  fileprivate var bytesPerRow = 0

  fileprivate init(value: UInt64) { self.value = value }

  /// The bytes of one sample.
  package func row(_ row: Int) -> ArraySlice<UInt8> {
    bytes[row * bytesPerRow..<(row + 1) * bytesPerRow]
  }
}
