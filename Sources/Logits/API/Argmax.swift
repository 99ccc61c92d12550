/// The predicted class of each row: the index of its largest element, in a new
/// array.
///
/// Of equal elements the first counts. A NaN counts as larger than any number,
/// so a row with NaN gives the index of the first (as PyTorch and NumPy do).
/// Nothing is computed of the elements: any logits or probabilities will do. No
/// samples give no results.
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
public func argmax<Logit: StoredLogit, Logits>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [Int]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    let input = Elements(input)
    return try newArray(count: resultCount(input, .logits, shape)) {
      (output) throws(LogitsError) in
      try computeArgmax(input, shape: shape, into: output, execution: execution)
    }
  }
}

/// The predicted class of each row: the index of its largest element, into the
/// caller's buffer.
///
/// Of equal elements the first counts. A NaN counts as larger than any number,
/// so a row with NaN gives the index of the first (as PyTorch and NumPy do).
/// Nothing is computed of the elements: any logits or probabilities will do. No
/// samples give no results.
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
public func argmax<Logit: StoredLogit, Logits, Output>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  into output: consuming Output,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Output: MutableStorageView<Int> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    try output.withUnsafeMutableBufferPointer {
      (output) throws(LogitsError) in
      try computeArgmax(
        Elements(input), shape: shape, into: output, execution: execution)
    }
  }
}
