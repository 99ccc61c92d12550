/// The softmax of each row, in a new array.
///
/// exp(x_c − m) / Σ exp(x_c − m) with m the row's largest element, which keeps
/// every power at or below 1.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone becomes 0. The other rows are as they would be without it. Powers
/// below the smallest normal number are 0. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Returns: `samples × classes` elements without gaps.
/// - Throws: ``LogitsError`` if the shape makes no sense, the buffer does not
///   fit it, or this machine cannot run `execution`.
@inlinable
public func softmax<Logit: StoredLogit, Logits>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logit.Scalar]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    try computeSoftmax(
      .softmax, Elements(input), shape: shape,
      negativeInfinityRows: negativeInfinityRows, execution: execution)
  }
}

/// The softmax of each row, into the caller's buffer.
///
/// exp(x_c − m) / Σ exp(x_c − m) with m the row's largest element, which keeps
/// every power at or below 1.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone becomes 0. The other rows are as they would be without it. Powers
/// below the smallest normal number are 0. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - output: Where the rows go, `samples × classes` elements. What lies
///     between rows is left as it is.
///   - outputRowStride: Elements from row to row of the output; `nil` for the
///     distance that the logits have.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the buffers overlap without being one and the same, or this machine
///   cannot run `execution`. Nothing has been written then.
@inlinable
public func softmax<Logit: StoredLogit, Logits, Output>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  into output: consuming Output,
  outputRowStride: Int? = nil,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Output: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    try output.withUnsafeMutableBufferPointer {
      (output) throws(LogitsError) in
      try computeSoftmax(
        .softmax, Elements(input), shape: shape, into: Elements(output),
        outputRowStride: outputRowStride,
        negativeInfinityRows: negativeInfinityRows, execution: execution)
    }
  }
}

/// The softmax of each row, over the logits themselves.
///
/// exp(x_c − m) / Σ exp(x_c − m) with m the row's largest element, which keeps
/// every power at or below 1.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone becomes 0. The other rows are as they would be without it. Powers
/// below the smallest normal number are 0. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major, which the results replace. What lies
///     between rows is left as it is.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, the buffer does not
///   fit it, or this machine cannot run `execution`. Nothing has been written
///   then.
@inlinable
public func softmax<Scalar: LogitScalar, Logits>(
  inPlace logits: consuming Logits,
  shape: BatchShape? = nil,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
    try computeSoftmax(
      .softmax, Elements(rows), shape: shape, into: Elements(rows),
      outputRowStride: nil, negativeInfinityRows: negativeInfinityRows,
      execution: execution)
  }
}

/// The logarithm of the softmax of each row, in a new array.
///
/// (x_c − m) − log Σ exp(x_c − m) with m the row's largest element: no power
/// overflows, and the logarithm of a vanishing probability is finite.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone stays so. The other rows are as they would be without it. An element
/// of −∞ stays −∞. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Returns: `samples × classes` elements without gaps.
/// - Throws: ``LogitsError`` if the shape makes no sense, the buffer does not
///   fit it, or this machine cannot run `execution`.
@inlinable
public func logSoftmax<Logit: StoredLogit, Logits>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logit.Scalar]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    try computeSoftmax(
      .logSoftmax, Elements(input), shape: shape,
      negativeInfinityRows: negativeInfinityRows, execution: execution)
  }
}

/// The logarithm of the softmax of each row, into the caller's buffer.
///
/// (x_c − m) − log Σ exp(x_c − m) with m the row's largest element: no power
/// overflows, and the logarithm of a vanishing probability is finite.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone stays so. The other rows are as they would be without it. An element
/// of −∞ stays −∞. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - output: Where the rows go, `samples × classes` elements. What lies
///     between rows is left as it is.
///   - outputRowStride: Elements from row to row of the output; `nil` for the
///     distance that the logits have.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, the buffers overlap without being one and the same, or this machine
///   cannot run `execution`. Nothing has been written then.
@inlinable
public func logSoftmax<Logit: StoredLogit, Logits, Output>(
  _ logits: borrowing Logits,
  shape: BatchShape? = nil,
  into output: consuming Output,
  outputRowStride: Int? = nil,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Output: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (input) throws(LogitsError) in
    try output.withUnsafeMutableBufferPointer {
      (output) throws(LogitsError) in
      try computeSoftmax(
        .logSoftmax, Elements(input), shape: shape, into: Elements(output),
        outputRowStride: outputRowStride,
        negativeInfinityRows: negativeInfinityRows, execution: execution)
    }
  }
}

/// The logarithm of the softmax of each row, over the logits themselves.
///
/// (x_c − m) − log Σ exp(x_c − m) with m the row's largest element: no power
/// overflows, and the logarithm of a vanishing probability is finite.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone stays so. The other rows are as they would be without it. An element
/// of −∞ stays −∞. No samples give no rows.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major, which the results replace. What lies
///     between rows is left as it is.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, the buffer does not
///   fit it, or this machine cannot run `execution`. Nothing has been written
///   then.
@inlinable
public func logSoftmax<Scalar: LogitScalar, Logits>(
  inPlace logits: consuming Logits,
  shape: BatchShape? = nil,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
    try computeSoftmax(
      .logSoftmax, Elements(rows), shape: shape, into: Elements(rows),
      outputRowStride: nil, negativeInfinityRows: negativeInfinityRows,
      execution: execution)
  }
}
