/// The logarithm of the sum of the exponentials of each sample, in a new array.
///
/// `m + log Σ exp(x_c − m)` with m the largest logit of the sample, so that no
/// power overflows. A row with a NaN gives NaN, any other with +∞ gives +∞, and
/// one of −∞ alone gives −∞. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - execution: Where the work runs.
/// - Returns: One element per sample.
/// - Throws: ``LogitsError`` if the layout makes no sense, the buffer does not
///   fit it, or this machine cannot run `execution`.
@inlinable
public func logSumExp<Logits>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logits.Element.Scalar]
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try newArray(perSampleOf: Elements(logits), layout) {
      (output) throws(LogitsError) in
      try computeLogSumExp(
        Elements(logits), layout, into: SampleNumbers(output), execution)
    }
  }
}

/// The logarithm of the sum of the exponentials of each sample, into the
/// caller's buffer.
///
/// See ``logSumExp(_:_:execution:)`` for what is computed. Nothing is allocated.
///
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - output: Where the results go, one element per sample, Float or Double.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` as ``logSumExp(_:_:execution:)``, and if the
///   output does not fit or overlaps the logits. Nothing has been written then.
@inlinable
public func logSumExp<Logits, Output>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  into output: inout Output,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Output: MutableContiguousStorage & ~Copyable & ~Escapable,
  Output.Element: LogitScalar
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try output.withUnsafeMutableElements { (output) throws(LogitsError) in
      try computeLogSumExp(
        Elements(logits), layout, into: SampleNumbers(output), execution)
    }
  }
}
