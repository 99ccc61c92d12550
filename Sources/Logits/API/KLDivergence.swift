/// The Kullback-Leibler divergence between the softmaxes of two batches of
/// logits, for each sample, in a new array.
///
/// `Σ p log (p / q)`, in nats, for p the softmax of the logits and q that of the
/// other ones (Kullback and Leibler, 1951). A p of 0 adds 0; a q of 0 beside a p
/// above 0 makes it +∞. Where either softmax is NaN, so is the result. No samples
/// give no results.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - others: As many other logits, of any type with the same
///     ``StoredLogit/Scalar``; they lie as the logits do.
///   - otherStride: Elements from row to row of the other logits; `nil` for the
///     stride of the logits.
///   - execution: Where the work runs.
/// - Returns: One element per sample, 0 or more.
/// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
@inlinable
public func klDivergence<Logits, Others>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  from others: borrowing Others,
  otherStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logits.Element.Scalar]
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Others: ContiguousStorage & ~Copyable & ~Escapable,
  Others.Element: StoredLogit,
  Others.Element.Scalar == Logits.Element.Scalar
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try others.withUnsafeBufferPointer { (others) throws(LogitsError) in
      try newArray(perSampleOf: Elements(logits), layout) {
        (output) throws(LogitsError) in
        try computeDivergences(
          Elements(logits), layout, from: Elements(others),
          otherStride: otherStride,
          into: DivergenceResults(forward: SampleNumbers(output)), execution)
      }
    }
  }
}

/// The Kullback-Leibler divergence between the softmaxes of two batches of
/// logits, for each sample, into the caller's buffer.
///
/// See ``klDivergence(_:_:from:otherStride:execution:)`` for what is computed.
/// Nothing is allocated.
///
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - others: As many other logits, of any type with the same
///     ``StoredLogit/Scalar``; they lie as the logits do.
///   - otherStride: Elements from row to row of the other logits; `nil` for the
///     stride of the logits.
///   - output: Where the results go, one element per sample, Float or Double.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` as
///   ``klDivergence(_:_:from:otherStride:execution:)``, and if the output does
///   not fit or overlaps other buffers. Nothing has been written then.
@inlinable
public func klDivergence<Logits, Others, Output>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  from others: borrowing Others,
  otherStride: Int? = nil,
  into output: inout Output,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Others: ContiguousStorage & ~Copyable & ~Escapable,
  Others.Element: StoredLogit,
  Others.Element.Scalar == Logits.Element.Scalar,
  Output: MutableContiguousStorage & ~Copyable & ~Escapable,
  Output.Element: LogitScalar
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try others.withUnsafeBufferPointer { (others) throws(LogitsError) in
      try output.withUnsafeMutableElements { (output) throws(LogitsError) in
        try computeDivergences(
          Elements(logits), layout, from: Elements(others),
          otherStride: otherStride,
          into: DivergenceResults(forward: SampleNumbers(output)), execution)
      }
    }
  }
}
