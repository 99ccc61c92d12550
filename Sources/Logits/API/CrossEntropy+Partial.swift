extension CrossEntropy {
  /// What a chunk of the classes says of each sample's loss, into the caller's
  /// buffer.
  ///
  /// The rows hold the logits of some of the classes, those from `firstClass` on,
  /// and ``classWeights`` are those of these classes. The results of all chunks,
  /// merged, give the losses (``losses(of:sampleWeights:into:)``) and the
  /// gradients of the chunks
  /// (``partialGradient(_:_:targets:firstClass:whole:sampleWeights:divisor:upstream:upstreams:gradient:gradientStride:execution:)``).
  /// Targets are not checked: one that no chunk has leaves the merged loss NaN,
  /// as does a NaN in any chunk.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: The logits of the chunk; ``input`` has to be
  ///     ``LossInput/logits``.
  ///   - layout: How they lie.
  ///   - targets: The class of each sample, counted over all classes, or
  ///     ``ignoreIndex``. A chunk without it is fine.
  ///   - firstClass: The chunk's first class, 0 or more.
  ///   - results: Where the results go, one element per sample.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not
  ///   fit it, buffers overlap, an option is out of its range, `firstClass` is
  ///   negative, or this machine cannot run `execution`. Nothing has been
  ///   written then.
  @inlinable
  public func partialCrossEntropy<Logits, Targets, Results>(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    firstClass: Int,
    into results: inout Results,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Results: MutableContiguousStorage<PartialCrossEntropy> & ~Copyable
      & ~Escapable
  {
    try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
      try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
        try results.withUnsafeMutableElements {
          (results) throws(LogitsError) in
          try PartialArguments<Logits.Element.Scalar>(
            Elements(logits), layout, TargetElements(targets),
            firstClass: firstClass, self, execution
          ).compute(into: results)
        }
      }
    }
  }

  /// The loss of a batch whose chunks have been merged.
  ///
  /// - Complexity: O(samples); allocates nothing.
  /// - Parameters:
  ///   - results: What the chunks say of each sample, merged.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - divisor: What the sum is divided by for a mean.
  /// - Returns: The loss in nats, as
  ///   ``loss(_:_:targets:targetStride:sampleWeights:divisor:execution:)`` of
  ///   the whole rows would be.
  /// - Throws: ``LogitsError`` if an option is out of its range, a buffer has
  ///   not one element per sample, a weight is not finite, or nothing counts and
  ///   that is an error.
  @inlinable
  public func loss<Results, Weights>(
    of results: borrowing Results,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights
  ) throws(LogitsError) -> Double
  where
    Results: ContiguousStorage<PartialCrossEntropy> & ~Copyable & ~Escapable,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit
  {
    try results.withUnsafeBufferPointer { (results) throws(LogitsError) in
      try withNumbers(sampleWeights) { (weights) throws(LogitsError) in
        try MergedLosses(results, self, weights).loss(divisor)
      }
    }
  }

  /// The loss of each sample whose chunks have been merged, into the caller's
  /// buffer.
  ///
  /// See ``loss(of:sampleWeights:divisor:)``; nothing is reduced or divided.
  ///
  /// - Parameters:
  ///   - results: What the chunks say of each sample, merged.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - losses: Where the losses go, one element per sample, Float or Double.
  /// - Throws: ``LogitsError`` also if buffers overlap. Nothing has been written
  ///   then.
  @inlinable
  public func losses<Results, Weights, Losses>(
    of results: borrowing Results,
    sampleWeights: borrowing Weights = [Float]?.none,
    into losses: inout Losses
  ) throws(LogitsError)
  where
    Results: ContiguousStorage<PartialCrossEntropy> & ~Copyable & ~Escapable,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Losses: MutableContiguousStorage & ~Copyable & ~Escapable,
    Losses.Element: LogitScalar
  {
    try results.withUnsafeBufferPointer { (results) throws(LogitsError) in
      try withNumbers(sampleWeights) { (weights) throws(LogitsError) in
        try losses.withUnsafeMutableElements { (losses) throws(LogitsError) in
          try MergedLosses(results, self, weights)
            .write(to: SampleNumbers(losses))
        }
      }
    }
  }
}
