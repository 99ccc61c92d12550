/// The predicted class of each sample, in a new array.
///
/// That is the index of the largest element; of equal ones the first counts. A
/// NaN counts as larger than any number, so a row with NaN gives the index of
/// the first (as PyTorch and NumPy do). The elements are only compared: they may
/// be logits or probabilities. No samples give no results.
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
public func argmax<Logits>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  execution: Execution = .automatic
) throws(LogitsError) -> [Int]
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try newArray(perSampleOf: Elements(logits), layout) {
      (output) throws(LogitsError) in
      try computeArgmax(
        Elements(logits), layout, into: ClassResults(output), execution)
    }
  }
}

/// The predicted class of each sample, into the caller's buffer.
///
/// See ``argmax(_:_:execution:)`` for what is computed. Nothing is allocated.
///
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - output: Where the results go, one element per sample, of any integer
///     type that can hold the largest index.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` as ``argmax(_:_:execution:)``, and if the output
///   does not fit or overlaps the logits. Nothing has been written then.
@inlinable
public func argmax<Logits, Output>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  into output: inout Output,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Output: MutableContiguousStorage & ~Copyable & ~Escapable,
  Output.Element: ClassIndex
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try output.withUnsafeMutableElements { (output) throws(LogitsError) in
      try computeArgmax(
        Elements(logits), layout, into: ClassResults(output), execution)
    }
  }
}
