// From the storage of a call to arguments: what all public forms begin with.
extension CrossEntropy {
  /// Calls `body` with the arguments of a call with class indices.
  @inlinable @inline(__always)
  func withArguments<Logit: StoredLogit, Input, Targets, Result>(
    _ input: borrowing Input, targets: borrowing Targets,
    _ shape: BatchShape?, sampleWeights: Span<Logit.Scalar>? = nil,
    role: LogitsError.Buffer = .logits, _ execution: Execution,
    _ body: (inout CrossEntropyArguments<Logit.Scalar>) throws(LogitsError) ->
      Result
  ) throws(LogitsError) -> Result
  where
    Input: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      try withArguments(
        role, input, .classes(ClassIndices(targets)), shape, sampleWeights,
        execution, body)
    }
  }

  /// Calls `body` with the arguments of a call with target probabilities.
  @inlinable @inline(__always)
  func withArguments<Logit: StoredLogit, Input, Targets, Result>(
    _ input: borrowing Input, targetProbabilities: borrowing Targets,
    rowStride: Int?, _ shape: BatchShape?,
    sampleWeights: Span<Logit.Scalar>? = nil,
    role: LogitsError.Buffer = .logits, _ execution: Execution,
    _ body: (inout CrossEntropyArguments<Logit.Scalar>) throws(LogitsError) ->
      Result
  ) throws(LogitsError) -> Result
  where
    Input: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable
  {
    try targetProbabilities.withUnsafeBufferPointer {
      (targets) throws(LogitsError) in
      try withArguments(
        role, input, .probabilities(Elements(targets), rowStride: rowStride),
        shape, sampleWeights, execution, body)
    }
  }

  @inlinable @inline(__always)
  func withArguments<Logit: StoredLogit, Input, Result>(
    _ role: LogitsError.Buffer, _ input: borrowing Input,
    _ targets: TargetElements<Logit.Scalar>, _ shape: BatchShape?,
    _ sampleWeights: Span<Logit.Scalar>?, _ execution: Execution,
    _ body: (inout CrossEntropyArguments<Logit.Scalar>) throws(LogitsError) ->
      Result
  ) throws(LogitsError) -> Result
  where Input: ContiguousStorage<Logit> & ~Copyable & ~Escapable {
    try input.withUnsafeBufferPointer { (input) throws(LogitsError) in
      try withBuffer(of: sampleWeights) {
        (sampleWeights) throws(LogitsError) in
        var arguments = CrossEntropyArguments(
          role, Elements(input), targets, shape, self, execution)
        arguments.sampleWeights = sampleWeights
        return try body(&arguments)
      }
    }
  }
}
