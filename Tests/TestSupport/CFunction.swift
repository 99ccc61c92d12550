import Logits

/// A function of logits.h, whatever type it is named after.
package enum CFunction: CaseIterable, Sendable {
  case softmax, logSoftmax, argmax, crossEntropy, crossEntropyGradient
  case linear, linearGradient, linearCrossEntropy, linearCrossEntropyGradient

  /// What it takes and writes, as the operation in Swift says.
  package struct Signature: Sendable {
    package let takesOptions: Bool
    package let isLinear: Bool
    /// Class weights are among the options, and there are no sample weights.
    package let buffers: [CBuffer]
  }

  package struct CBuffer: Sendable {
    package let role: LogitsError.Buffer
    package let isWritten: Bool
    /// Whether a null pointer stands for none.
    package let isOptional: Bool
  }

  package var signature: Signature {
    Self.signatures[self]
      ?? Signature(takesOptions: false, isLinear: false, buffers: [])
  }

  private static let signatures: [CFunction: Signature] =
    Dictionary(
      uniqueKeysWithValues: signatures(RowOperations<Float>.all)
        + signatures(LayerOperations<Float>.all))

  private static func signatures<Memory>(
    _ operations: [TestOperation<Memory>]
  ) -> [(CFunction, Signature)] {
    operations.compactMap { operation in
      operation.c.map { ($0, signature(operation)) }
    }
  }

  private static func signature<Memory>(
    _ operation: TestOperation<Memory>
  ) -> Signature {
    var writes = operation.writes
    var optional = operation.optional
    // The loss that Swift returns is written; with a gradient it may be left out.
    if operation.returnsLoss {
      if !writes.isEmpty { optional.insert(.losses) }
      writes.insert(.losses)
    }
    let takes = operation.takes.subtracting([.classWeights, .sampleWeights])
    let buffers = takes.map { ($0, false) } + writes.map { ($0, true) }
    return Signature(
      takesOptions: operation.takesOptions,
      isLinear: takes.contains(.features),
      buffers: buffers.sorted { $0.0.rawValue < $1.0.rawValue }.map {
        CBuffer(role: $0, isWritten: $1, isOptional: optional.contains($0))
      })
  }
}
