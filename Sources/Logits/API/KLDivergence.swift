/// The Kullback-Leibler divergence of the softmax of other logits from that of
/// each row, in a new array.
///
/// Σ p log (p / q), in nats, for p the softmax of the logits and q that of the
/// other ones (Kullback and Leibler, 1951). A p of 0 adds 0; a q of 0 beside a p
/// above 0 makes it +∞. Where either softmax is NaN, so is the result. No samples
/// give no results.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - others: As many rows of other logits.
///   - otherRowStride: Elements from row to row of the other logits; `nil` for
///     the distance that the logits have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Returns: One element per sample, 0 or more.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
@inlinable
public func klDivergence<Scalar: LogitScalar, Logits, Others>(
  _ logits: borrowing Logits,
  from others: borrowing Others,
  otherRowStride: Int? = nil,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar]
where
  Logits: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Others: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (rows) throws(LogitsError) in
    try others.withUnsafeBufferPointer { (others) throws(LogitsError) in
      try newArray(count: resultCount(Elements(rows), .logits, shape)) {
        (output) throws(LogitsError) in
        try computeDivergence(
          Elements(rows), shape: shape, from: Elements(others),
          otherRowStride: otherRowStride,
          into: output, execution: execution)
      }
    }
  }
}

/// The Kullback-Leibler divergence of the softmax of other logits from that of
/// each row, into the caller's buffer.
///
/// Σ p log (p / q), in nats, for p the softmax of the logits and q that of the
/// other ones (Kullback and Leibler, 1951). A p of 0 adds 0; a q of 0 beside a p
/// above 0 makes it +∞. Where either softmax is NaN, so is the result. No samples
/// give no results.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - others: As many rows of other logits.
///   - otherRowStride: Elements from row to row of the other logits; `nil` for
///     the distance that the logits have.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - output: Where the results go, one element per sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, or this machine cannot run `execution`. Nothing has
///   been written then.
@inlinable
public func klDivergence<Scalar: LogitScalar, Logits, Others, Output>(
  _ logits: borrowing Logits,
  from others: borrowing Others,
  otherRowStride: Int? = nil,
  shape: BatchShape? = nil,
  into output: consuming Output,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Others: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Output: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (rows) throws(LogitsError) in
    try others.withUnsafeBufferPointer { (others) throws(LogitsError) in
      try output.withUnsafeMutableBufferPointer {
        (output) throws(LogitsError) in
        try computeDivergence(
          Elements(rows), shape: shape, from: Elements(others),
          otherRowStride: otherRowStride,
          into: output, execution: execution)
      }
    }
  }
}
