import KernelTypes

/// Where the gradients of weight and bias are added up: in their places, or in
/// memory, from where halves are narrowed once.
struct ParameterSums<Scalar: LogitScalar> {
  let weight: Matrix<Scalar>?
  let bias: UnsafeMutablePointer<Scalar>?
  private let gradients: LinearGradients<Scalar>

  init(_ gradients: LinearGradients<Scalar>, _ cut: inout MemoryCut) {
    self.gradients = gradients
    weight = gradients.weight.map { Self.place(of: $0, &cut) }
    bias = gradients.bias.map { Self.place(of: $0, &cut).start }
  }

  private static func place(
    of gradient: StoredMatrix<Scalar>, _ cut: inout MemoryCut
  ) -> Matrix<Scalar> {
    let (rows, columns) = (gradient.rows, gradient.columns)
    return gradient.scalars
      ?? Matrix(
        cut.part(rows * columns, of: Scalar.self), rows: rows,
        columns: columns, rowStride: columns)
  }

  private var biasRow: Matrix<Scalar>? {
    guard let bias, let columns = gradients.bias?.columns else { return nil }
    return Matrix(bias, rows: 1, columns: columns, rowStride: columns)
  }

  /// Takes what the gradients are, to be added to.
  func load(_ products: Products<Scalar>) {
    if let weight, let halves = gradients.weight, halves.isHalf {
      products.widen(halves, to: weight)
    }
    if let biasRow, let halves = gradients.bias, halves.isHalf {
      products.widen(halves, to: biasRow)
    }
  }

  /// Brings to their places what is not there.
  func store(_ products: Products<Scalar>) {
    if let weight, let halves = gradients.weight, halves.isHalf {
      products.narrow(weight, to: halves)
    }
    if let biasRow, let halves = gradients.bias, halves.isHalf {
      products.narrow(biasRow, to: halves)
    }
  }
}
