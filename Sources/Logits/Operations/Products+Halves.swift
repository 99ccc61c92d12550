import KernelTypes

// Halves are widened before a product and narrowed after it, by the kernels.
extension Products {
  /// C = A B plus an addend, for B of any format.
  ///
  /// Where no kernel multiplies halves, some rows of B are widened at a time: as
  /// many as kernels of Swift pack, which leaves the order of all sums as it is.
  func multiply(
    _ a: Matrix<Scalar>, _ b: StoredMatrix<Scalar>,
    _ addend: Addend<Scalar>, _ c: Matrix<Scalar>,
    packed: UnsafeMutablePointer<Scalar>,
    widened: UnsafeMutablePointer<Scalar>
  ) {
    if let bfloat16Kernels, let b = b.bfloat16 {
      return bfloat16Kernels.multiply(a, b, addend, c, packed)
    }
    let kernels = kernels(a, c)
    if let b = b.scalars { return kernels.multiply(a, b, addend, c, packed) }
    for start in stride(from: 0, to: a.columns, by: Self.widenedRows) {
      let depth = start..<min(start + Self.widenedRows, a.columns)
      kernels.multiply(
        a[0..<a.rows, depth],
        widen(b[depth, 0..<b.columns], to: widened),
        addend.ofTerms(depth, of: a.columns), c, packed)
    }
  }

  /// A matrix of halves as scalars, whose rows or columns are contiguous as they
  /// were.
  private func widen(
    _ halves: StoredMatrix<Scalar>, to start: UnsafeMutablePointer<Scalar>
  ) -> Matrix<Scalar> {
    let isTransposed = halves.columnStride != 1
    let rows = isTransposed ? halves.transposed : halves
    let widened = Matrix(
      start, rows: rows.rows, columns: rows.columns, rowStride: rows.columns)
    widen(rows, to: widened)
    return isTransposed ? widened.transposed : widened
  }

  /// Stores rows of halves as scalars.
  func widen(_ halves: StoredMatrix<Scalar>, to scalars: Matrix<Scalar>) {
    kernels.widen(halves.tile, StoredMatrix(scalars).tile)
  }

  /// Stores rows of scalars as halves, each element rounded once.
  func narrow(_ scalars: Matrix<Scalar>, to halves: StoredMatrix<Scalar>) {
    kernels.narrow(StoredMatrix(scalars).tile, halves.tile)
  }

  /// Copies a row of any format to a row of scalars.
  func copy(_ row: StoredMatrix<Scalar>, to scalars: Matrix<Scalar>) {
    guard let row = row.scalars else { return widen(row, to: scalars) }
    scalars.start.update(from: row.start, count: row.columns)
  }

  /// Copies a row of scalars to a row of any format, or adds it.
  func store(
    _ scalars: Matrix<Scalar>, to row: StoredMatrix<Scalar>, adds: Bool
  ) {
    if let row = row.scalars {
      if adds {
        for k in 0..<row.columns { row.start[k] += scalars.start[k] }
      } else {
        row.start.update(from: scalars.start, count: row.columns)
      }
    } else if adds {
      add(scalars, to: row)
    } else {
      narrow(scalars, to: row)
    }
  }

  private func add(
    _ scalars: Matrix<Scalar>, to halves: StoredMatrix<Scalar>
  ) {
    // 1 KiB: on the stack.
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 256) {
      guard let sums = $0.baseAddress else { return }
      for start in stride(from: 0, to: halves.columns, by: $0.count) {
        let columns = start..<min(start + $0.count, halves.columns)
        let sum = Matrix(
          sums, rows: 1, columns: columns.count, rowStride: columns.count)
        let part = halves[0..<1, columns]
        widen(part, to: sum)
        for (k, column) in columns.enumerated() {
          sums[k] += scalars.start[column]
        }
        narrow(sum, to: part)
      }
    }
  }
}
