/// The cross-entropy of logits with target probabilities, reduced to one
/// number.
///
/// log Σ exp(x_c − m) · Σ y_c − Σ y_c (x_c − m) with m the row's largest
/// element and y the targets: −Σ y log p for the softmax p. A target of 0 adds
/// 0, even beside a logit of −∞. Losses are added in Double.
///
/// A row of logits with a NaN has the loss NaN, and so has a row whose largest
/// element is an infinity: +∞ anywhere, or −∞ alone. No samples: the mean is
/// NaN, as in PyTorch, and the sum 0.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targetProbabilities: A row of `classes` probabilities for each sample,
///     one-hot or soft. They are not checked to sum to 1.
///   - targetRowStride: Elements from row to row of the targets; `nil` for rows
///     without gaps.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: Mean or sum of the losses.
///   - execution: Where the work runs.
/// - Returns: The loss in nats.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
@inlinable
public func crossEntropy<Logit: StoredLogit, Logits, Targets>(
  _ logits: borrowing Logits,
  targetProbabilities: borrowing Targets,
  targetRowStride: Int? = nil,
  shape: BatchShape? = nil,
  reduction: Reduction = .mean,
  execution: Execution = .automatic
) throws(LogitsError) -> Double
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable
{
  try CrossEntropy(plain: reduction).withArguments(
    logits, targetProbabilities: targetProbabilities,
    rowStride: targetRowStride, shape, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.compute()
  }
}

/// The cross-entropy of each sample, from logits and target probabilities.
///
/// log Σ exp(x_c − m) · Σ y_c − Σ y_c (x_c − m) with m the row's largest
/// element and y the targets: −Σ y log p for the softmax p. A target of 0 adds
/// 0, even beside a logit of −∞. Losses are added in Double.
///
/// A row of logits with a NaN has the loss NaN, and so has a row whose largest
/// element is an infinity: +∞ anywhere, or −∞ alone. No samples give no losses.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targetProbabilities: A row of `classes` probabilities for each sample,
///     one-hot or soft. They are not checked to sum to 1.
///   - targetRowStride: Elements from row to row of the targets; `nil` for rows
///     without gaps.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - execution: Where the work runs.
/// - Returns: The losses in nats, one a sample.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
@inlinable
public func crossEntropy<Logit: StoredLogit, Logits, Targets>(
  _ logits: borrowing Logits,
  targetProbabilities: borrowing Targets,
  targetRowStride: Int? = nil,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logit.Scalar]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable
{
  try CrossEntropy(plain: .sum).withArguments(
    logits, targetProbabilities: targetProbabilities,
    rowStride: targetRowStride, shape, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.lossArray()
  }
}

/// The cross-entropy of each sample, from logits and target probabilities, into
/// the caller's buffer.
///
/// log Σ exp(x_c − m) · Σ y_c − Σ y_c (x_c − m) with m the row's largest
/// element and y the targets: −Σ y log p for the softmax p. A target of 0 adds
/// 0, even beside a logit of −∞. Losses are added in Double.
///
/// A row of logits with a NaN has the loss NaN, and so has a row whose largest
/// element is an infinity: +∞ anywhere, or −∞ alone.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targetProbabilities: A row of `classes` probabilities for each sample,
///     one-hot or soft. They are not checked to sum to 1.
///   - targetRowStride: Elements from row to row of the targets; `nil` for rows
///     without gaps.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - losses: Where the losses go, one element per sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, or this machine cannot run `execution`. Nothing
///   has been written then.
@inlinable
public func crossEntropy<Logit: StoredLogit, Logits, Targets, Losses>(
  _ logits: borrowing Logits,
  targetProbabilities: borrowing Targets,
  targetRowStride: Int? = nil,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  into losses: consuming Losses,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage<Logit.Scalar> & ~Copyable & ~Escapable,
  Losses: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
{
  try CrossEntropy(plain: .sum).withArguments(
    logits, targetProbabilities: targetProbabilities,
    rowStride: targetRowStride, shape, execution
  ) { (arguments) throws(LogitsError) in
    try losses.withUnsafeMutableBufferPointer {
      (losses) throws(LogitsError) in
      arguments.losses = losses
      try arguments.compute()
    }
  }
}
