/// The cross-entropy of logits with class indices, reduced to one number.
///
/// log Σ exp(x_c − m) − (x_t − m) with m the row's largest element and t the
/// target: never a logarithm of a vanishing probability, and equal logits of
/// 1e8 still give log(classes). Losses are added in Double.
///
/// A row with a NaN has the loss NaN, and so has a row whose largest element is
/// an infinity: +∞ anywhere, or −∞ alone. A target whose logit is −∞ beside
/// finite ones has the loss +∞. No samples: the mean is NaN, as in PyTorch, and
/// the sum 0.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: Mean or sum of the losses.
///   - execution: Where the work runs.
/// - Returns: The loss in nats.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, a target is no class, or this machine cannot run `execution`.
@inlinable
public func crossEntropy<Logit: StoredLogit, Logits, Targets>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: Reduction = .mean,
  execution: Execution = .automatic
) throws(LogitsError) -> Double
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  try CrossEntropy(plain: reduction).withArguments(
    logits, targets: targets, shape, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.compute()
  }
}

/// The cross-entropy of each sample, from logits and class indices.
///
/// log Σ exp(x_c − m) − (x_t − m) with m the row's largest element and t the
/// target: never a logarithm of a vanishing probability, and equal logits of
/// 1e8 still give log(classes). Losses are added in Double.
///
/// A row with a NaN has the loss NaN, and so has a row whose largest element is
/// an infinity: +∞ anywhere, or −∞ alone. A target whose logit is −∞ beside
/// finite ones has the loss +∞. No samples give no losses.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - execution: Where the work runs.
/// - Returns: The losses in nats, one a sample.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, a target is no class, or this machine cannot run `execution`.
@inlinable
public func crossEntropy<Logit: StoredLogit, Logits, Targets>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  execution: Execution = .automatic
) throws(LogitsError) -> [Logit.Scalar]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  try CrossEntropy(plain: .sum).withArguments(
    logits, targets: targets, shape, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.lossArray()
  }
}

/// The cross-entropy of each sample, from logits and class indices, into the
/// caller's buffer.
///
/// log Σ exp(x_c − m) − (x_t − m) with m the row's largest element and t the
/// target: never a logarithm of a vanishing probability, and equal logits of
/// 1e8 still give log(classes). Losses are added in Double.
///
/// A row with a NaN has the loss NaN, and so has a row whose largest element is
/// an infinity: +∞ anywhere, or −∞ alone. A target whose logit is −∞ beside
/// finite ones has the loss +∞.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - losses: Where the losses go, one element per sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, a target is no class, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
public func crossEntropy<Logit: StoredLogit, Logits, Targets, Losses>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  into losses: consuming Losses,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex,
  Losses: MutableStorageView<Logit.Scalar> & ~Copyable & ~Escapable
{
  try CrossEntropy(plain: .sum).withArguments(
    logits, targets: targets, shape, execution
  ) { (arguments) throws(LogitsError) in
    try losses.withUnsafeMutableBufferPointer {
      (losses) throws(LogitsError) in
      arguments.losses = losses
      try arguments.compute()
    }
  }
}
