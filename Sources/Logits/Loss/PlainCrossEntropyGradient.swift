/// The cross-entropy of logits with class indices and its gradient, into the
/// caller's buffer.
///
/// The gradient is p_c, less 1 at the target, for the softmax p; divided by the
/// number of samples for the mean. It is computed in the same sweep as the
/// loss.
///
/// A row whose loss is NaN has a gradient of NaN; the other rows are untouched
/// by it. No samples give no gradient, a mean of NaN and a sum of 0.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: Mean or sum of the losses.
///   - gradient: Where the gradient goes, `samples × classes` elements. What
///     lies between rows is left as it is.
///   - gradientRowStride: Elements from row to row of the gradient; `nil` for
///     the distance that the logits have.
///   - execution: Where the work runs.
/// - Returns: The loss in nats.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, a target is no class, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
@discardableResult
public func crossEntropyGradient<
  Scalar: LogitScalar, Logits, Targets, Gradient
>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: Reduction = .mean,
  into gradient: consuming Gradient,
  gradientRowStride: Int? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> Double
where
  Logits: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex,
  Gradient: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (rows) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      try gradient.withUnsafeMutableBufferPointer {
        (gradient) throws(LogitsError) in
        var arguments = CrossEntropyArguments(
          .logits, rows, TargetBuffer(targets),
          shape, CrossEntropy(plain: reduction), execution)
        arguments.gradient = gradient
        arguments.gradientRowStride = gradientRowStride
        return try crossEntropy(arguments)
      }
    }
  }
}

/// The cross-entropy of logits with class indices and its gradient, over the
/// logits themselves.
///
/// The gradient is p_c, less 1 at the target, for the softmax p; divided by the
/// number of samples for the mean. It is computed in the same sweep as the
/// loss.
///
/// A row whose loss is NaN has a gradient of NaN; the other rows are untouched
/// by it. No samples give no gradient, a mean of NaN and a sum of 0.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major, which the gradient replaces.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: Mean or sum of the losses.
///   - execution: Where the work runs.
/// - Returns: The loss in nats.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, a target is no class, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
@discardableResult
public func crossEntropyGradient<Scalar: LogitScalar, Logits, Targets>(
  inPlace logits: consuming Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: Reduction = .mean,
  execution: Execution = .automatic
) throws(LogitsError) -> Double
where
  Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      var arguments = CrossEntropyArguments(
        .logits, UnsafeBufferPointer(rows), TargetBuffer(targets),
        shape, CrossEntropy(plain: reduction), execution)
      arguments.gradient = rows
      return try crossEntropy(arguments)
    }
  }
}

/// The cross-entropy of each sample and its gradient, from logits and
/// class indices, into the caller's buffers.
///
/// The gradient of a row is that of its own loss. It is computed in the same
/// sweep as the losses.
///
/// A row whose loss is NaN has a gradient of NaN; the other rows are untouched
/// by it.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - gradient: Where the gradient goes, `samples × classes` elements. What
///     lies between rows is left as it is.
///   - gradientRowStride: Elements from row to row of the gradient; `nil` for
///     the distance that the logits have.
///   - losses: Where the losses go, one element a sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, a target is no class, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
public func crossEntropyGradient<
  Scalar: LogitScalar, Logits, Targets, Gradient, Losses
>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  into gradient: consuming Gradient,
  gradientRowStride: Int? = nil,
  losses: consuming Losses,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex,
  Gradient: MutableStorageView<Scalar> & ~Copyable & ~Escapable,
  Losses: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (rows) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      try gradient.withUnsafeMutableBufferPointer {
        (gradient) throws(LogitsError) in
        try losses.withUnsafeMutableBufferPointer {
          (losses) throws(LogitsError) in
          var arguments = CrossEntropyArguments(
            .logits, rows, TargetBuffer(targets),
            shape, CrossEntropy(plain: .sum), execution)
          arguments.gradient = gradient
          arguments.gradientRowStride = gradientRowStride
          arguments.losses = losses
          try crossEntropy(arguments)
        }
      }
    }
  }
}

/// The cross-entropy of each sample, and its gradient over the logits
/// themselves, from logits and class indices.
///
/// The gradient of a row is that of its own loss. It is computed in the same
/// sweep as the losses.
///
/// A row whose loss is NaN has a gradient of NaN; the other rows are untouched
/// by it.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major, which the gradient replaces.
///   - targets: The class of each sample, from 0 to `classes − 1`.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - reduction: `.none`: a loss for each sample.
///   - losses: Where the losses go, one element a sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, a target is no class, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
public func crossEntropyGradient<Scalar: LogitScalar, Logits, Targets, Losses>(
  inPlace logits: consuming Logits,
  targets: borrowing Targets,
  shape: BatchShape? = nil,
  reduction: NoReduction,
  losses: consuming Losses,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: MutableStorageView<Scalar> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex,
  Losses: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try logits.withUnsafeMutableBufferPointer { (rows) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      try losses.withUnsafeMutableBufferPointer {
        (losses) throws(LogitsError) in
        var arguments = CrossEntropyArguments(
          .logits, UnsafeBufferPointer(rows), TargetBuffer(targets),
          shape, CrossEntropy(plain: .sum), execution)
        arguments.gradient = rows
        arguments.losses = losses
        try crossEntropy(arguments)
      }
    }
  }
}
