// From the storage of a call to arguments: what all public forms begin with.
extension CrossEntropy {
  /// Calls `body` with the arguments that all forms have.
  @inlinable @inline(__always)
  func withArguments<Logits, Targets, Weights, Result>(
    _ logits: borrowing Logits, _ layout: Layout, _ targets: borrowing Targets,
    _ targetStride: Int?, _ sampleWeights: borrowing Weights,
    _ execution: Execution,
    _ body: (inout CrossEntropyArguments<Logits.Element.Scalar>)
      throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: TargetElement,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit
  {
    try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
      try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
        try withNumbers(sampleWeights) { (weights) throws(LogitsError) in
          var arguments = CrossEntropyArguments<Logits.Element.Scalar>(
            Elements(logits), layout,
            TargetElements(targets, stride: targetStride), self, execution)
          arguments.sampleWeights = weights
          return try body(&arguments)
        }
      }
    }
  }
}
