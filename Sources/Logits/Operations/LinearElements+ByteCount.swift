import KernelTypes

extension LinearElements {
  /// The bytes that a caller must lend for any call on such a layer with these
  /// gradients or none, whatever type outputs have, and whatever is ignored.
  ///
  /// Nothing is read.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func lentByteCount(
    _ elements: LinearGradientElements<Scalar>, ignores: Bool, memory: Int,
    _ execution: Execution
  ) throws(LogitsError) -> Int {
    let layer = try LinearLayer(self)
    // Products of bfloat16 need no more.
    let products = try Products<Scalar>(execution, shape)
    let gradients = try LinearGradients(elements, shape)
    let limit = try LinearMemoryLimit(memory)
    func byteCount(_ gradients: LinearGradients<Scalar>) -> Int {
      max(
        byteCount(gradients, outputsAreHalves: false),
        // Those of Double never are.
        byteCount(gradients, outputsAreHalves: Scalar._type == .float),
        LinearMemory.byteCount(
          ofLoss: layer, gradients, ignores: ignores, products, limit))
    }
    func byteCount(
      _ gradients: LinearGradients<Scalar>, outputsAreHalves: Bool
    ) -> Int {
      let size = MicrobatchSize(
        of: layer, gradients, outputsAreHalves: outputsAreHalves, limit)
      return LinearMemory.byteCount(layer, gradients, size, products, limit)
    }
    return LinearMemorySource.lentByteCount(
      max(byteCount(.none), byteCount(gradients)))
  }
}
