/// The cross-entropy of given probabilities with class indices, reduced to one
/// number.
///
/// −log p_t for the target t: what NumPy notebooks write as −Σ y log p with
/// one-hot y. The rows are taken as they are, not checked to sum to 1.
///
/// A probability of 0 at the target has the loss +∞, a negative one or NaN has
/// NaN. No samples: the mean is NaN, as in PyTorch, and the sum 0.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - probabilities: Rows of probabilities, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: Mean or sum of the losses.
///   - execution: Where the work runs.
/// - Returns: The loss in nats.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, a target is no class, or this machine cannot run `execution`.
@inlinable
public func crossEntropy<Scalar: LogitScalar, Probabilities, Targets>(
  probabilities: borrowing Probabilities,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: Reduction = .mean,
  execution: Execution = .automatic
) throws(LogitsError) -> Double
where
  Probabilities: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  try CrossEntropy(plain: reduction).withArguments(
    probabilities, targets: targets, shape, role: .probabilities, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.compute()
  }
}

/// The cross-entropy of each sample, from given probabilities and class
/// indices.
///
/// −log p_t for the target t: what NumPy notebooks write as −Σ y log p with
/// one-hot y. The rows are taken as they are, not checked to sum to 1.
///
/// A probability of 0 at the target has the loss +∞, a negative one or NaN has
/// NaN. No samples give no losses.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - probabilities: Rows of probabilities, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - execution: Where the work runs.
/// - Returns: The losses in nats, one a sample.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, a target is no class, or this machine cannot run `execution`.
@inlinable
public func crossEntropy<Scalar: LogitScalar, Probabilities, Targets>(
  probabilities: borrowing Probabilities,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar]
where
  Probabilities: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  try CrossEntropy(plain: .sum).withArguments(
    probabilities, targets: targets, shape, role: .probabilities, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.lossArray()
  }
}

/// The cross-entropy of given probabilities with target probabilities, reduced
/// to one number.
///
/// −Σ y_c log p_c for the targets y, one-hot or soft. The rows are taken as
/// they are, not checked to sum to 1. A target of 0 adds 0, even beside a
/// probability of 0.
///
/// A probability of 0 beside a target above 0 has the loss +∞; a negative one
/// or NaN beside a target other than 0 has NaN. No samples: the mean is NaN, as
/// in PyTorch, and the sum 0.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - probabilities: Rows of probabilities, row-major.
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
public func crossEntropy<Scalar: LogitScalar, Probabilities, Targets>(
  probabilities: borrowing Probabilities,
  targetProbabilities: borrowing Targets,
  targetRowStride: Int? = nil,
  shape: BatchShape? = nil,
  reduction: Reduction = .mean,
  execution: Execution = .automatic
) throws(LogitsError) -> Double
where
  Probabilities: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try CrossEntropy(plain: reduction).withArguments(
    probabilities, targetProbabilities: targetProbabilities,
    rowStride: targetRowStride, shape, role: .probabilities, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.compute()
  }
}

/// The cross-entropy of each sample, from given probabilities and target
/// probabilities.
///
/// −Σ y_c log p_c for the targets y, one-hot or soft. The rows are taken as
/// they are, not checked to sum to 1. A target of 0 adds 0, even beside a
/// probability of 0.
///
/// A probability of 0 beside a target above 0 has the loss +∞; a negative one
/// or NaN beside a target other than 0 has NaN. No samples give no losses.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - probabilities: Rows of probabilities, row-major.
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
public func crossEntropy<Scalar: LogitScalar, Probabilities, Targets>(
  probabilities: borrowing Probabilities,
  targetProbabilities: borrowing Targets,
  targetRowStride: Int? = nil,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar]
where
  Probabilities: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try CrossEntropy(plain: .sum).withArguments(
    probabilities, targetProbabilities: targetProbabilities,
    rowStride: targetRowStride, shape, role: .probabilities, execution
  ) { (arguments) throws(LogitsError) in
    try arguments.lossArray()
  }
}
