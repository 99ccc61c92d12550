/// The softmax of each sample, in a new array.
///
/// `exp(x_c − m) / Σ exp(x_c − m)` with m the largest logit of the sample, which
/// keeps every power at or below 1.
///
/// A NaN makes its own row NaN, and so does a largest element that is infinite:
/// +∞ anywhere, or −∞ alone. With ``NegativeInfinityRows/zero`` a row of −∞
/// alone becomes 0. The other rows are as they would be without it. Powers
/// below the smallest normal number are 0. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - temperature: What logits are divided by, from 1e-15 to 1e15.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Returns: `samples × classes` elements, which lie as the logits do, but
///   without gaps between rows.
/// - Throws: ``LogitsError`` if the layout makes no sense, the buffer does not
///   fit it, the temperature is out of its range, or this machine cannot run
///   `execution`.
@inlinable
public func softmax<Logits>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  temperature: Double = 1,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logits.Element.Scalar]
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try computeSoftmax(
      .softmax, Elements(logits), layout, temperature: temperature,
      negativeInfinityRows, execution)
  }
}

/// The softmax of each sample, into the caller's buffer.
///
/// See ``softmax(_:_:temperature:negativeInfinityRows:execution:)`` for what is
/// computed. Nothing is allocated.
///
/// - Parameters:
///   - logits: The logits.
///   - layout: How they lie.
///   - temperature: What logits are divided by, from 1e-15 to 1e15.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - output: Where the results go: as many elements as the logits have, of
///     any type with the same ``StoredLogit/Scalar``. What lies between rows is
///     left as it is.
///   - outputStride: Elements from row to row of the output; `nil` for the
///     stride of the logits.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` as
///   ``softmax(_:_:temperature:negativeInfinityRows:execution:)``, and if the
///   output does not fit or overlaps the logits. Nothing has been written then.
@inlinable
public func softmax<Logits, Output>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  temperature: Double = 1,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  into output: inout Output,
  outputStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Output: MutableContiguousStorage & ~Copyable & ~Escapable,
  Output.Element: StoredLogit,
  Output.Element.Scalar == Logits.Element.Scalar
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try output.withUnsafeMutableElements { (output) throws(LogitsError) in
      try computeSoftmax(
        .softmax, Elements(logits), layout, temperature: temperature,
        negativeInfinityRows, into: Elements(output), stride: outputStride,
        execution)
    }
  }
}

/// The softmax of each sample, over the logits themselves.
///
/// See ``softmax(_:_:temperature:negativeInfinityRows:execution:)`` for what is
/// computed. Nothing is allocated.
///
/// - Parameters:
///   - logits: The logits, which the results replace. What lies between rows is
///     left as it is.
///   - layout: How they lie.
///   - temperature: What logits are divided by, from 1e-15 to 1e15.
///   - negativeInfinityRows: What a row of −∞ alone becomes.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` as
///   ``softmax(_:_:temperature:negativeInfinityRows:execution:)``. Nothing has
///   been written then.
@inlinable
public func softmax<Logits>(
  inPlace logits: inout Logits,
  _ layout: Layout,
  temperature: Double = 1,
  negativeInfinityRows: NegativeInfinityRows = .nan,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: MutableContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit
{
  try logits.withUnsafeMutableElements { (logits) throws(LogitsError) in
    let rows = Elements(logits)
    try computeSoftmax(
      .softmax, rows, layout, temperature: temperature, negativeInfinityRows,
      into: rows, stride: nil, execution)
  }
}
