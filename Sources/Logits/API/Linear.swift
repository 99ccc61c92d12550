/// The outputs of a linear layer, `X Wᵀ + b`, into the caller's buffer.
///
/// NaN and infinities spread as in any sum of products. No samples give no
/// outputs. The layer has as many outputs as `weight` has rows.
///
/// Halves are computed as Float, and outputs rounded once.
///
/// The bias is added to the rounded product: however large it is, that costs one
/// rounding.
///
/// - Complexity: O(samples × features × outputs); allocates what the workspace
///   lacks: some MB a thread, and up to its bound where features or outputs are
///   halves.
/// - Parameters:
///   - features: `X`, `samples × features` elements.
///   - layout: How the features lie: ``Layout/rows(of:stride:)`` without gaps.
///   - weight: `W`, `outputs × features` elements, as in PyTorch's
///     `nn.Linear`.
///   - bias: `b`, an element for each output; left out, it is 0.
///   - outputs: Where `X Wᵀ + b` goes, `samples × outputs` elements.
///   - workspace: Memory for the product.
///   - execution: Where the work runs; ``Backend/automatic`` is OpenBLAS where
///     it is available.
/// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not fit
///   it, buffers overlap, the workspace has no memory, or this machine cannot
///   run `execution`. Nothing has been written then.
public func linear<Features, Weight, Bias, Outputs>(
  _ features: borrowing Features,
  _ layout: Layout,
  weight: borrowing Weight,
  bias: borrowing Bias = [Float]?.none,
  into outputs: inout Outputs,
  workspace: LinearWorkspace = LinearWorkspace(),
  execution: Execution = .automatic
) throws(LogitsError)
where
  Features: ContiguousStorage & ~Copyable & ~Escapable,
  Features.Element: StoredLogit,
  Weight: ContiguousStorage & ~Copyable & ~Escapable,
  Weight.Element: StoredLogit,
  Weight.Element.Scalar == Features.Element.Scalar,
  Bias: ContiguousStorage & ~Copyable & ~Escapable,
  Bias.Element: StoredLogit,
  Outputs: MutableContiguousStorage & ~Copyable & ~Escapable,
  Outputs.Element: StoredLogit,
  Outputs.Element.Scalar == Features.Element.Scalar
{
  try withLinearElements(features, layout, weight, bias) {
    (layer) throws(LogitsError) in
    try outputs.withUnsafeMutableElements { (outputs) throws(LogitsError) in
      try layer.multiply(
        into: Elements(outputs), .workspace(workspace),
        memory: workspace.memory, execution)
    }
  }
}

/// The gradients of a linear layer, from that with respect to its outputs, into
/// the caller's buffers.
///
/// With G that gradient, they are `G W` for the features, `Gᵀ X` for the weight,
/// and the sums of the columns of G for the bias. A gradient that is not wanted
/// is left out by passing ``Unwanted``.
///
/// Halves are computed as Float, and gradients rounded once.
///
/// - Complexity: O(samples × features × outputs) each for features and weight;
///   allocates what the workspace lacks: some MB a thread, up to its bound where
///   there are halves, and 4 bytes for each element of a gradient of weight or
///   bias that is a half.
/// - Parameters:
///   - features: `X`, `samples × features` elements.
///   - layout: How the features lie: ``Layout/rows(of:stride:)`` without gaps.
///   - weight: `W`, `outputs × features` elements.
///   - upstream: `G`, `samples × outputs` elements.
///   - featureGradient: Where `G W` goes, `samples × features` elements.
///   - weightGradient: Where `Gᵀ X` goes, `outputs × features` elements.
///   - biasGradient: Where the sums of the columns go, an element for each
///     output.
///   - accumulates: Whether gradients are added to what is there, instead of
///     taking its place.
///   - workspace: Memory for the products.
///   - execution: Where the work runs; ``Backend/automatic`` is OpenBLAS where
///     it is available.
/// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not fit
///   it, a gradient overlaps another buffer, the workspace has no memory, or this
///   machine cannot run `execution`. Nothing has been written then.
public func linearGradient<
  Features, Weight, Upstream, FeatureGradient, WeightGradient, BiasGradient
>(
  _ features: borrowing Features,
  _ layout: Layout,
  weight: borrowing Weight,
  upstream: borrowing Upstream,
  featureGradient: inout FeatureGradient,
  weightGradient: inout WeightGradient,
  biasGradient: inout BiasGradient,
  accumulates: Bool = false,
  workspace: LinearWorkspace = LinearWorkspace(),
  execution: Execution = .automatic
) throws(LogitsError)
where
  Features: ContiguousStorage & ~Copyable & ~Escapable,
  Features.Element: StoredLogit,
  Weight: ContiguousStorage & ~Copyable & ~Escapable,
  Weight.Element: StoredLogit,
  Weight.Element.Scalar == Features.Element.Scalar,
  Upstream: ContiguousStorage & ~Copyable & ~Escapable,
  Upstream.Element: StoredLogit,
  Upstream.Element.Scalar == Features.Element.Scalar,
  FeatureGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  FeatureGradient.Element: StoredLogit,
  FeatureGradient.Element.Scalar == Features.Element.Scalar,
  WeightGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  WeightGradient.Element: StoredLogit,
  WeightGradient.Element.Scalar == Features.Element.Scalar,
  BiasGradient: MutableContiguousStorage & ~Copyable & ~Escapable,
  BiasGradient.Element: StoredLogit,
  BiasGradient.Element.Scalar == Features.Element.Scalar
{
  try withLinearElements(features, layout, weight, [Float]?.none) {
    (layer) throws(LogitsError) in
    try withLinearGradients(
      &featureGradient, &weightGradient, &biasGradient
    ) { (gradients) throws(LogitsError) in
      try upstream.withUnsafeBufferPointer { (upstream) throws(LogitsError) in
        try layer.gradients(
          from: Elements(upstream), into: gradients, accumulates: accumulates,
          .workspace(workspace), memory: workspace.memory, execution)
      }
    }
  }
}
