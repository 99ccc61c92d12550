import KernelTypes

/// All memory of a call on a linear layer, cut from one block.
struct LinearMemory<Scalar: LogitScalar> {
  let microbatch: MicrobatchMemory<Scalar>
  let products: ProductMemory<Scalar>
  let sums: ParameterSums<Scalar>
  /// Where a bias of halves is widened.
  private let bias: UnsafeMutablePointer<Scalar>

  /// Memory for microbatches of so many rows.
  init(
    _ layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    _ size: MicrobatchSize, rows: Int, _ products: Products<Scalar>,
    _ limit: LinearMemoryLimit, _ cut: inout MemoryCut
  ) {
    let shape = layer.shape
    microbatch = MicrobatchMemory(shape, size, rows: rows, &cut)
    let outputs = Double(rows) * Double(shape.classes)
    self.products = products.memory(
      multiplications: outputs * (3 * Double(shape.features) + 8),
      widens: layer.weight.isHalf, bytes: limit.products, &cut)
    sums = ParameterSums(gradients, &cut)
    let isWidened = layer.bias?.isHalf ?? false
    bias = cut.part(isWidened ? shape.classes : 0, of: Scalar.self)
  }

  /// The bytes that it is cut from.
  static func byteCount(
    _ layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    _ size: MicrobatchSize, _ products: Products<Scalar>,
    _ limit: LinearMemoryLimit
  ) -> Int {
    var cut = MemoryCut()
    _ = LinearMemory(
      layer, gradients, size, rows: size.most, products, limit, &cut)
    return cut.byteCount
  }

  /// Those of a loss, enough whatever is ignored.
  static func byteCount(
    ofLoss layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    ignores: Bool, _ products: Products<Scalar>, _ limit: LinearMemoryLimit
  ) -> Int {
    func byteCount(gathers: Bool) -> Int {
      let size = MicrobatchSize(
        ofLoss: layer, gradients, samples: layer.shape.samples,
        gathers: gathers, limit)
      return Self.byteCount(layer, gradients, size, products, limit)
    }
    let whole = byteCount(gathers: false)
    return ignores ? max(whole, byteCount(gathers: true)) : whole
  }

  /// The bias of a layer as scalars.
  func bias(
    of layer: LinearLayer<Scalar>, _ products: Products<Scalar>
  ) -> UnsafePointer<Scalar>? {
    guard let halves = layer.bias else { return nil }
    if let scalars = halves.scalars { return UnsafePointer(scalars.start) }
    let columns = halves.columns
    products.widen(
      halves,
      to: Matrix(bias, rows: 1, columns: columns, rowStride: columns))
    return UnsafePointer(bias)
  }
}
