extension CrossEntropy {
  /// The gradient with respect to the logits of a chunk of the classes, into the
  /// caller's buffer.
  ///
  /// It is the chunk's part of the gradient of ``loss(of:sampleWeights:divisor:)``
  /// of the whole rows, times `upstream`.
  ///
  /// - Complexity: O(samples × classes); allocates nothing.
  /// - Parameters:
  ///   - logits: The logits of the chunk.
  ///   - layout: How they lie.
  ///   - targets: The class of each sample, counted over all classes, or
  ///     ``ignoreIndex``.
  ///   - firstClass: The chunk's first class.
  ///   - whole: What all chunks say of each sample, merged.
  ///   - sampleWeights: A finite weight for each sample; left out, they are 1.
  ///   - divisor: What the sum of the losses is divided by for a mean.
  ///   - upstream: The gradient of a result with respect to the loss.
  ///   - upstreams: That with respect to the loss of each sample, one element per
  ///     sample, in place of `upstream`: then the gradient is that of
  ///     ``losses(of:sampleWeights:into:)``, which nothing divides. Left out,
  ///     `upstream` counts.
  ///   - gradient: Where the gradient goes: as many elements as the logits have,
  ///     of any type that is computed alike. As unsafe buffers, it and `logits`
  ///     may be exactly the same.
  ///   - gradientStride: Elements from row to row of the gradient; `nil` for the
  ///     stride of the logits.
  ///   - execution: Where the work runs.
  /// - Throws: ``LogitsError`` as
  ///   ``partialCrossEntropy(_:_:targets:firstClass:into:execution:)``, and if
  ///   samples are of different numbers of classes, a weight is not finite, or
  ///   nothing counts and that is an error. Nothing has been written then.
  @inlinable
  public func partialGradient<
    Logits, Targets, Results, Weights, Upstream, Gradient
  >(
    _ logits: borrowing Logits,
    _ layout: Layout,
    targets: borrowing Targets,
    firstClass: Int,
    whole: borrowing Results,
    sampleWeights: borrowing Weights = [Float]?.none,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    upstreams: borrowing Upstream = [Float]?.none,
    gradient: inout Gradient,
    gradientStride: Int? = nil,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Logits: ContiguousStorage & ~Copyable & ~Escapable,
    Logits.Element: StoredLogit,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Results: ContiguousStorage<PartialCrossEntropy> & ~Copyable & ~Escapable,
    Weights: ContiguousStorage & ~Copyable & ~Escapable,
    Weights.Element: StoredLogit,
    Upstream: ContiguousStorage & ~Copyable & ~Escapable,
    Upstream.Element: StoredLogit,
    Gradient: MutableContiguousStorage & ~Copyable & ~Escapable,
    Gradient.Element: StoredLogit,
    Gradient.Element.Scalar == Logits.Element.Scalar
  {
    try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
      try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
        try whole.withUnsafeBufferPointer { (whole) throws(LogitsError) in
          try withNumbers(sampleWeights) { (weights) throws(LogitsError) in
            try withNumbers(upstreams) { (upstreams) throws(LogitsError) in
              try gradient.withUnsafeMutableElements {
                (gradient) throws(LogitsError) in
                try PartialArguments<Logits.Element.Scalar>(
                  Elements(logits), layout, TargetElements(targets),
                  firstClass: firstClass, self, execution
                ).computeGradient(
                  of: MergedLosses(whole, self, weights),
                  upstreams == nil ? divisor : nil,
                  upstreams.map { .losses($0) } ?? .loss(upstream),
                  into: Elements(gradient), stride: gradientStride)
              }
            }
          }
        }
      }
    }
  }
}
