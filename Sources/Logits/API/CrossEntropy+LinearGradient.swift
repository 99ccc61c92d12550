extension CrossEntropy {
  /// The loss of a linear layer's outputs, and its gradients into the caller's
  /// buffers.
  ///
  /// The logits are X Wᵀ + b, and only those of a block of samples are ever
  /// there: with `memory` bytes for them and what goes with them, whatever the
  /// sizes are. Ignored samples are left out of all products.
  ///
  /// With G the gradient with respect to the logits, those of the layer are G W
  /// for X, Gᵀ X for W, and the sums of the columns of G for b. A sample whose
  /// loss is NaN makes NaN of them.
  ///
  /// - Complexity: O(samples × features × classes); allocates `memory` bytes.
  /// - Parameters:
  ///   - features: X, `samples × features` elements.
  ///   - weight: W, `classes × features` elements.
  ///   - bias: b, an element for each class; `nil` for 0.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - shape: The sizes of all.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - divisor: What the sum is divided by for a mean; not looked at for a
  ///     sum.
  ///   - upstream: The gradient of a result with respect to the loss, which
  ///     multiplies the gradients.
  ///   - featureGradient: Where the gradient with respect to X goes,
  ///     `samples × features` elements; `nil` if it is not wanted.
  ///   - weightGradient: That with respect to W, `classes × features` elements.
  ///   - biasGradient: That with respect to b, an element for each class.
  ///   - accumulates: Whether gradients are added to what is there, instead of
  ///     taking its place.
  ///   - memory: The most bytes that a block and its products take, but that
  ///     one sample and one thread may need more. OpenBLAS has memory of its
  ///     own, some MB a thread.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where the build has it.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a target is no class, a
  ///   weight is not finite, the divisor is negative or not finite, nothing
  ///   counts and that is an error, buffers overlap,
  ///   `memory` is less than 1, or this machine cannot run `execution`. Nothing
  ///   has been written then.
  @discardableResult
  public func linearGradient<Scalar: LogitScalar, Features, Weight, Targets>(
    _ features: borrowing Features,
    weight: borrowing Weight,
    bias: Span<Scalar>? = nil,
    targets: borrowing Targets,
    shape: LinearShape,
    sampleWeights: Span<Scalar>? = nil,
    divisor: Divisor = .weights,
    upstream: Double = 1,
    featureGradient: consuming MutableSpan<Scalar>? = nil,
    weightGradient: consuming MutableSpan<Scalar>? = nil,
    biasGradient: consuming MutableSpan<Scalar>? = nil,
    accumulates: Bool = false,
    memory: Int = 64 << 20,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try withLinearGradients(featureGradient, weightGradient, biasGradient) {
      (gradients) throws(LogitsError) in
      try withLinearArguments(
        features, weight, bias, targets, shape, sampleWeights, memory, execution
      ) { (arguments) throws(LogitsError) in
        var arguments = arguments
        arguments.divisor = divisor
        arguments.upstream = .loss(upstream)
        arguments.gradients = gradients
        arguments.accumulates = accumulates
        return try arguments.compute()
      }
    }
  }

  /// The loss of each sample, of a linear layer's outputs, and the gradients of
  /// their weighted sum, into the caller's buffers.
  ///
  /// The logits are X Wᵀ + b, and only those of a block of samples are ever
  /// there: with `memory` bytes for them and what goes with them, whatever the
  /// sizes are. Ignored samples are left out of all products.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. With
  /// G the gradients of the losses with respect to the logits, each row times
  /// its `upstream`, those of the layer are G W for X, Gᵀ X for W, and the sums
  /// of the columns of G for b. A sample whose loss is NaN makes NaN of them.
  ///
  /// - Complexity: O(samples × features × classes); allocates `memory` bytes.
  /// - Parameters:
  ///   - features: X, `samples × features` elements.
  ///   - weight: W, `classes × features` elements.
  ///   - bias: b, an element for each class; `nil` for 0.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - shape: The sizes of all.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - upstream: The gradient of a result with respect to each loss; `nil`
  ///     for 1.
  ///   - losses: Where the losses go, one element per sample.
  ///   - featureGradient: Where the gradient with respect to X goes,
  ///     `samples × features` elements; `nil` if it is not wanted.
  ///   - weightGradient: That with respect to W, `classes × features` elements.
  ///   - biasGradient: That with respect to b, an element for each class.
  ///   - accumulates: Whether gradients are added to what is there, instead of
  ///     taking its place.
  ///   - memory: The most bytes that a block and its products take, but that
  ///     one sample and one thread may need more. OpenBLAS has memory of its
  ///     own, some MB a thread.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where the build has it.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a target is no class, a
  ///   weight is not finite, buffers overlap,
  ///   `memory` is less than 1, or this machine cannot run `execution`. Nothing
  ///   has been written then.
  public func linearGradient<
    Scalar: LogitScalar, Features, Weight, Targets, Losses
  >(
    _ features: borrowing Features,
    weight: borrowing Weight,
    bias: Span<Scalar>? = nil,
    targets: borrowing Targets,
    shape: LinearShape,
    sampleWeights: Span<Scalar>? = nil,
    upstream: Span<Scalar>? = nil,
    losses: consuming Losses,
    featureGradient: consuming MutableSpan<Scalar>? = nil,
    weightGradient: consuming MutableSpan<Scalar>? = nil,
    biasGradient: consuming MutableSpan<Scalar>? = nil,
    accumulates: Bool = false,
    memory: Int = 64 << 20,
    execution: Execution = .automatic
  ) throws(LogitsError)
  where
    Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex,
    Losses: MutableStorageView<Scalar> & ~Copyable & ~Escapable
  {
    try withLinearGradients(featureGradient, weightGradient, biasGradient) {
      (gradients) throws(LogitsError) in
      try withLinearArguments(
        features, weight, bias, targets, shape, sampleWeights, memory, execution
      ) { (arguments) throws(LogitsError) in
        try withBuffer(of: upstream) { (upstream) throws(LogitsError) in
          try losses.withUnsafeMutableBufferPointer {
            (losses) throws(LogitsError) in
            var arguments = arguments
            arguments.upstream = upstream.map { .losses($0) } ?? .loss(1)
            arguments.losses = losses
            arguments.gradients = gradients
            arguments.accumulates = accumulates
            try arguments.compute()
          }
        }
      }
    }
  }
}
