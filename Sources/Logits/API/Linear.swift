/// The outputs of a linear layer, X Wᵀ + b, into the caller's buffer.
///
/// NaN and infinities spread as in any sum of products. No samples give no
/// outputs.
///
/// - Complexity: O(samples × features × classes); allocates some MB a thread.
/// - Parameters:
///   - features: X, `samples × features` elements.
///   - weight: W, `classes × features` elements.
///   - bias: b, an element for each class; `nil` for 0.
///   - shape: The sizes of all.
///   - outputs: Where X Wᵀ + b goes, `samples × classes` elements.
///   - execution: Where the work runs; ``Backend/automatic`` is OpenBLAS where
///     the build has it.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, or this machine cannot run `execution`. Nothing has
///   been written then.
public func linear<Scalar: LogitScalar, Features, Weight, Outputs>(
  _ features: borrowing Features,
  weight: borrowing Weight,
  bias: Span<Scalar>? = nil,
  shape: LinearShape,
  into outputs: consuming Outputs,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Outputs: MutableStorageView<Scalar> & ~Copyable & ~Escapable
{
  try withLinearInputs(features, weight: weight, bias: bias, shape: shape) {
    (inputs) throws(LogitsError) in
    try outputs.withUnsafeMutableBufferPointer {
      (outputs) throws(LogitsError) in
      try inputs.multiply(into: outputs, execution)
    }
  }
}

/// The outputs of a linear layer, X Wᵀ + b, in a new array.
///
/// NaN and infinities spread as in any sum of products. No samples give no
/// outputs.
///
/// - Complexity: O(samples × features × classes); allocates the array, and some
///   MB a thread.
/// - Parameters:
///   - features: X, `samples × features` elements.
///   - weight: W, `classes × features` elements.
///   - bias: b, an element for each class; `nil` for 0.
///   - shape: The sizes of all.
///   - execution: Where the work runs; ``Backend/automatic`` is OpenBLAS where
///     the build has it.
/// - Returns: `samples × classes` elements.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, or this machine cannot run `execution`.
public func linear<Scalar: LogitScalar, Features, Weight>(
  _ features: borrowing Features,
  weight: borrowing Weight,
  bias: Span<Scalar>? = nil,
  shape: LinearShape,
  execution: Execution = .automatic
) throws(LogitsError) -> [Scalar]
where
  Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try withLinearInputs(features, weight: weight, bias: bias, shape: shape) {
    (inputs) throws(LogitsError) in
    try newArray(count: shape.samples * shape.classes) {
      (outputs) throws(LogitsError) in
      try inputs.multiply(into: outputs, execution)
    }
  }
}

/// The gradients of a linear layer, from that with respect to its outputs.
///
/// With G that gradient, they are G W for the features, Gᵀ X for the weight, and
/// the sums of the columns of G for the bias.
///
/// - Complexity: O(samples × features × classes) each for features and weight;
///   allocates some MB a thread.
/// - Parameters:
///   - features: X, `samples × features` elements.
///   - weight: W, `classes × features` elements.
///   - upstream: G, `samples × classes` elements.
///   - shape: The sizes of all.
///   - featureGradient: Where G W goes, `samples × features` elements; `nil` if
///     it is not wanted.
///   - weightGradient: Where Gᵀ X goes, `classes × features` elements.
///   - biasGradient: Where the sums of the columns go, an element for each
///     class.
///   - accumulates: Whether gradients are added to what is there, instead of
///     taking its place.
///   - execution: Where the work runs; ``Backend/automatic`` is OpenBLAS where
///     the build has it.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, a gradient overlaps another buffer, or this machine cannot run
///   `execution`. Nothing has been written then.
public func linearGradient<Scalar: LogitScalar, Features, Weight, Upstream>(
  _ features: borrowing Features,
  weight: borrowing Weight,
  upstream: borrowing Upstream,
  shape: LinearShape,
  featureGradient: consuming MutableSpan<Scalar>? = nil,
  weightGradient: consuming MutableSpan<Scalar>? = nil,
  biasGradient: consuming MutableSpan<Scalar>? = nil,
  accumulates: Bool = false,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
  Upstream: ContiguousStorage<Scalar> & ~Copyable & ~Escapable
{
  try withLinearGradients(featureGradient, weightGradient, biasGradient) {
    (gradients) throws(LogitsError) in
    try withLinearInputs(features, weight: weight, bias: nil, shape: shape) {
      (inputs) throws(LogitsError) in
      try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
        try inputs.gradients(
          from: upstream, into: gradients, accumulates: accumulates,
          execution)
      }
    }
  }
}
