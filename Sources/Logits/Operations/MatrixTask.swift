import KernelTypes

/// Work on matrices, whose output no other task writes to.
enum MatrixTask<Scalar: LogitScalar> {
  /// C = A B, or that plus something.
  case product(
    Matrix<Scalar>, StoredMatrix<Scalar>, Matrix<Scalar>, Addend<Scalar>)

  /// The sum of each column.
  case columnSums(
    Matrix<Scalar>, UnsafeMutablePointer<Scalar>, accumulates: Bool)
}

/// A task, and how it is cut: by the sizes alone.
struct CutTask<Scalar: LogitScalar> {
  private let task: MatrixTask<Scalar>
  private let rows: Cut
  private let columns: Cut

  /// The rows of the largest part.
  ///
  /// Each packs its parts of A and B: larger ones less often, but then there are
  /// few for several threads.
  private static var longestRows: Int { 512 }
  static var longestColumns: Int { 1024 }

  init(_ task: MatrixTask<Scalar>) {
    self.task = task
    switch task {
    case .product(_, _, let c, _):
      var rows = Cut(c.rows, longest: Self.longestRows)
      var columns = Cut(c.columns, longest: Self.longestColumns)
      if rows.count * columns.count == 1 {
        if c.rows > c.columns {
          rows = Cut(c.rows, longest: (c.rows + 1) / 2)
        } else {
          columns = Cut(c.columns, longest: (c.columns + 1) / 2)
        }
      }
      (self.rows, self.columns) = (rows, columns)
    case .columnSums(let a, _, _):
      rows = Cut(1, longest: 1)
      columns = Cut(a.columns, longest: Self.longestColumns)
    }
  }

  /// The number of parts.
  var count: Int { rows.count * columns.count }

  subscript(part: Int) -> MatrixTask<Scalar> {
    let columns = columns[part % self.columns.count]
    switch task {
    case .product(let a, let b, let c, let addend):
      let rows = rows[part / self.columns.count]
      return .product(
        a.rows(rows), b[0..<b.rows, columns], c[rows, columns],
        addend[columns])
    case .columnSums(let a, let sums, let accumulates):
      return .columnSums(
        a[0..<a.rows, columns], sums + columns.lowerBound,
        accumulates: accumulates)
    }
  }

  /// The number of multiplications, or of additions that take as long.
  var multiplications: Double {
    switch task {
    case .product(let a, _, let c, _):
      Double(c.rows) * Double(c.columns) * Double(a.columns)
    case .columnSums(let a, _, _): Double(a.rows) * Double(a.columns) * 8
    }
  }
}
