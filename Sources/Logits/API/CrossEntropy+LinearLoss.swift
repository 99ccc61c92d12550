extension CrossEntropy {
  /// The loss of a linear layer's outputs, reduced to one number.
  ///
  /// The logits are X Wᵀ + b, and only those of a block of samples are ever
  /// there: with `memory` bytes for them and what goes with them, whatever the
  /// sizes are. Ignored samples are left out of all products.
  ///
  /// The losses are added in Double, and for a mean divided as `divisor` says.
  /// Where nothing counts, ``emptyMean`` says what the mean is.
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
  ///   - memory: The most bytes that a block and its products take, but that
  ///     one sample and one thread may need more. OpenBLAS has memory of its
  ///     own, some MB a thread.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where the build has it.
  /// - Returns: The loss in nats.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a target is no class, a
  ///   weight is not finite, the divisor is negative or not finite, nothing
  ///   counts and that is an error, `memory` is less than 1, or this machine cannot
  ///   run `execution`.
  public func linearLoss<Scalar: LogitScalar, Features, Weight, Targets>(
    _ features: borrowing Features,
    weight: borrowing Weight,
    bias: Span<Scalar>? = nil,
    targets: borrowing Targets,
    shape: LinearShape,
    sampleWeights: Span<Scalar>? = nil,
    divisor: Divisor = .weights,
    memory: Int = 64 << 20,
    execution: Execution = .automatic
  ) throws(LogitsError) -> Double
  where
    Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try withLinearArguments(
      features, weight, bias, targets, shape, sampleWeights, memory, execution
    ) { (arguments) throws(LogitsError) in
      var arguments = arguments
      arguments.divisor = divisor
      return try arguments.compute()
    }
  }

  /// The loss of each sample, of a linear layer's outputs, in a new array.
  ///
  /// The logits are X Wᵀ + b, and only those of a block of samples are ever
  /// there: with `memory` bytes for them and what goes with them, whatever the
  /// sizes are. Ignored samples are left out of all products.
  ///
  /// There is no reduction, whatever ``reduction`` says: nothing is divided. An
  /// ignored sample has the loss 0.
  ///
  /// - Complexity: O(samples × features × classes); allocates the array, and
  ///   `memory` bytes.
  /// - Parameters:
  ///   - features: X, `samples × features` elements.
  ///   - weight: W, `classes × features` elements.
  ///   - bias: b, an element for each class; `nil` for 0.
  ///   - targets: The class of each sample, from 0 to `classes − 1`, or
  ///     ``ignoreIndex``.
  ///   - shape: The sizes of all.
  ///   - sampleWeights: A finite weight for each sample; `nil` for 1.
  ///   - memory: The most bytes that a block and its products take, but that
  ///     one sample and one thread may need more. OpenBLAS has memory of its
  ///     own, some MB a thread.
  ///   - execution: Where the work runs; for the products,
  ///     ``Backend/automatic`` is OpenBLAS where the build has it.
  /// - Returns: The losses in nats, one a sample.
  /// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not
  ///   fit it, class weights are not one a class, a target is no class, a
  ///   weight is not finite, `memory` is less than 1, or this machine cannot
  ///   run `execution`.
  public func linearLosses<Scalar: LogitScalar, Features, Weight, Targets>(
    _ features: borrowing Features,
    weight: borrowing Weight,
    bias: Span<Scalar>? = nil,
    targets: borrowing Targets,
    shape: LinearShape,
    sampleWeights: Span<Scalar>? = nil,
    memory: Int = 64 << 20,
    execution: Execution = .automatic
  ) throws(LogitsError) -> [Scalar]
  where
    Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try withLinearArguments(
      features, weight, bias, targets, shape, sampleWeights, memory, execution
    ) { (arguments) throws(LogitsError) in
      try shape.check()
      return try newArray(count: shape.samples) {
        (losses) throws(LogitsError) in
        var arguments = arguments
        arguments.losses = losses
        try arguments.compute()
      }
    }
  }
}

extension CrossEntropy {
  /// Calls `body` with what all forms of a linear loss are given.
  func withLinearArguments<
    Scalar: LogitScalar, Features, Weight, Targets, Result
  >(
    _ features: borrowing Features, _ weight: borrowing Weight,
    _ bias: Span<Scalar>?, _ targets: borrowing Targets, _ shape: LinearShape,
    _ sampleWeights: Span<Scalar>?, _ memory: Int, _ execution: Execution,
    _ body: (LinearCrossEntropyArguments<Scalar>) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result
  where
    Features: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Weight: ContiguousStorage<Scalar> & ~Copyable & ~Escapable,
    Targets: ContiguousStorage & ~Copyable & ~Escapable,
    Targets.Element: ClassIndex
  {
    try withLinearInputs(features, weight: weight, bias: bias, shape: shape) {
      (layer) throws(LogitsError) in
      try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
        try withBuffer(of: sampleWeights) {
          (sampleWeights) throws(LogitsError) in
          var arguments = LinearCrossEntropyArguments(
            layer, ClassIndices(targets), self, memory: memory, execution)
          arguments.sampleWeights = sampleWeights
          return try body(arguments)
        }
      }
    }
  }
}
