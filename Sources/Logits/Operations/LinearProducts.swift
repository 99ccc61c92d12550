import KernelTypes

/// The products of a linear layer, for some rows of X at a time.
struct LinearProducts<Scalar: LogitScalar> {
  private let weight: StoredMatrix<Scalar>
  private let bias: UnsafePointer<Scalar>?
  private let gradients: LinearGradients<Scalar>
  private let accumulates: Bool
  private let memory: LinearMemory<Scalar>
  let products: Products<Scalar>

  init(
    _ layer: LinearLayer<Scalar>, _ gradients: LinearGradients<Scalar>,
    accumulates: Bool, _ products: Products<Scalar>,
    _ memory: LinearMemory<Scalar>
  ) {
    weight = layer.weight
    bias = memory.bias(of: layer, products)
    self.gradients = gradients
    self.accumulates = accumulates
    self.products = products
    self.memory = memory
  }

  /// X Wᵀ + b, for some of the classes.
  func outputs(
    of x: Matrix<Scalar>, classes: Range<Int>,
    into outputs: Matrix<Scalar>
  ) {
    products.run(
      .product(
        x, weight.rows(classes).transposed, outputs,
        Addend(row: bias)[classes]),
      in: memory.products)
  }

  /// G W, Gᵀ X and the sums of the columns of G, as far as they are wanted, for
  /// a microbatch.
  func addGradients(
    _ batch: Microbatch<Scalar>, _ g: Matrix<Scalar>, _ x: Matrix<Scalar>
  ) {
    let ofX = gradients.features.map { batch.gradient(of: $0) }
    let isInPlace = !gradients.movesFeatures(gathers: batch.isGathered)
    let adds = accumulates || batch.range.lowerBound > 0
    products.run(
      ofX.map {
        .product(
          g, weight, $0, Addend(accumulates: accumulates && isInPlace))
      },
      memory.sums.weight.map {
        .product(
          g.transposed, StoredMatrix(x), $0, Addend(accumulates: adds))
      },
      memory.sums.bias.map { .columnSums(g, $0, accumulates: adds) },
      in: memory.products)
    if let ofX, let features = gradients.features {
      batch.scatter(ofX, to: features, adds: accumulates, products)
    }
  }

  /// Calls `body`, which adds to the gradients of weight and bias.
  func addingToParameters<Result>(_ body: () -> Result) -> Result {
    if accumulates { memory.sums.load(products) }
    defer { memory.sums.store(products) }
    return body()
  }
}
