/// The logarithm of the sum of the exponentials of each row, in a new array.
///
/// m + log Σ exp(x_c − m) with m the row's largest element, so that no power
/// overflows.
///
/// A row with a NaN gives NaN, any other with +∞ gives +∞, and one of −∞ alone
/// −∞. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Returns: One element per sample.
/// - Throws: ``LogitsError`` if the shape makes no sense, the buffer does not
///   fit it, or this machine cannot run `execution`.
@inlinable
public func logSumExp<Logit: StoredLogit, Logits>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logit.Scalar]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    let input = Elements(input)
    return try newArray(count: resultCount(input, .logits, shape)) {
      (output) throws(LogitsError) in
      try computeLogSumExp(
        input, shape: shape, into: output, execution: execution)
    }
  }
}

/// The logarithm of the sum of the exponentials of each row, into the caller's
/// buffer.
///
/// m + log Σ exp(x_c − m) with m the row's largest element, so that no power
/// overflows.
///
/// A row with a NaN gives NaN, any other with +∞ gives +∞, and one of −∞ alone
/// −∞. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - output: Where the results go, one element per sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the buffers overlap, or this machine cannot run `execution`. Nothing
///   has been written then.
@inlinable
public func logSumExp<Logit: StoredLogit, Logits, Output>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  into output: consuming Output,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Output: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    try output.withUnsafeMutableBufferPointer {
      (output) throws(LogitsError) in
      try computeLogSumExp(
        Elements(input), shape: shape, into: output, execution: execution)
    }
  }
}
