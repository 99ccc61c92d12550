import VectorPasses

/// A piece of the work on matrices, which no other piece writes to.
enum MatrixTask<Scalar: LogitScalar> {
  /// C = A B, C += A B, or C = A B with a row added to each row.
  case product(
    Matrix<Scalar>, Matrix<Scalar>, MutableMatrix<Scalar>, Addend<Scalar>)

  /// The sum of each column.
  case columnSums(
    Matrix<Scalar>, UnsafeMutablePointer<Scalar>, accumulates: Bool)
}

/// Matrix products, on threads of the library's own.
///
/// They are cut in pieces by the sizes alone, so that the results have the same
/// bits for any number of threads. Each piece is one call of the backend on one
/// thread.
struct Products<Scalar: LogitScalar> {
  private typealias Passes = UnsafePointer<RowPasses<Scalar>>

  private let passes: Passes
  /// Those of narrow products.
  private let narrowPasses: Passes
  private let workers: Int

  /// Rows of the largest piece.
  ///
  /// Each copies its parts of A and B: larger ones less often, but then there
  /// are few for several threads.
  private static var pieceRows: Int { 512 }
  /// Its columns.
  private static var pieceColumns: Int { 1024 }

  /// A worker should have this many multiplications to do: some 100 µs of work.
  private static var multiplicationsPerWorker: Int { 1 << 22 }

  /// Products of no more rows, columns or terms than this are narrow: a call of
  /// BLAS, its copies and its kernels' edges cost as much there as it gains.
  private static var narrowLength: Int { 64 }

  /// Calls `body` with products as `execution` wants them.
  ///
  /// `automatic` is OpenBLAS where the build has it, but Swift for those that
  /// are narrow. The workspaces take at most `memory` bytes, but for one.
  static func with<Result>(
    _ execution: Execution, memory: Int,
    _ body: (Products) throws(LogitsError) -> Result
  ) throws(LogitsError) -> Result {
    // Of rows, for which `automatic` is Swift.
    let narrowPasses = Scalar._passes.table(for: try execution.resolved())
    var execution = execution
    if execution.backend == .automatic {
      execution.backend = Backend.available.last ?? .swift
    }
    let resolved = try execution.resolved()
    let passes = Scalar._passes.table(for: resolved)
    let workspace =
      passes.pointee.workspaceCount * MemoryLayout<Scalar>.stride
    var threads = resolved.threads ?? 1
    #if OpenBLAS
    // Each thread of ours does what one of OpenBLAS's would.
    if execution.threads == nil, resolved.backend == .openBLAS {
      threads = min(threads, OpenBLASThreads.asked ?? threads)
    }
    #endif
    let products = Products(
      passes: passes, narrowPasses: narrowPasses,
      workers: min(threads, max(1, memory / max(1, workspace))))
    #if OpenBLAS
    if resolved.backend == .openBLAS {
      return try OpenBLASThreads.withOne { () throws(LogitsError) in
        try body(products)
      }
    }
    #endif
    return try body(products)
  }

  /// Runs all tasks, in any order.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(_ tasks: [MatrixTask<Scalar>]) {
    let pieces = tasks.flatMap(Self.pieces)
    let work = pieces.reduce(0) { $0 + $1.multiplications }
    let useful = max(1, work / Self.multiplicationsPerWorker)
    Workers.shared.forEach(pieces.count, workers: min(workers, useful)) {
      run(pieces[$0])
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func run(_ task: MatrixTask<Scalar>) {
    switch task {
    case .product(let a, let b, let c, let addend):
      let length = min(c.rows, c.columns, a.columns)
      let passes = length <= Self.narrowLength ? narrowPasses : passes
      let workspace = UnsafeMutablePointer<Scalar>.allocate(
        capacity: passes.pointee.workspaceCount)
      defer { workspace.deallocate() }
      passes.pointee.multiply(a, b, addend, c, workspace)
    case .columnSums(let a, let sums, let accumulates):
      Self.addColumns(of: a, to: sums, accumulates: accumulates)
    }
  }

  /// In Double, or many samples would cost some bits.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func addColumns(
    of a: Matrix<Scalar>, to sums: UnsafeMutablePointer<Scalar>,
    accumulates: Bool
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: a.columns) {
      guard let exact = $0.baseAddress else { return }
      exact.update(repeating: 0, count: a.columns)
      for i in 0..<a.rows {
        let row = a.row(i)
        for j in 0..<a.columns { exact[j] += Double(row[j]) }
      }
      for j in 0..<a.columns {
        sums[j] = Scalar((accumulates ? Double(sums[j]) : 0) + exact[j])
      }
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func pieces(
    _ task: MatrixTask<Scalar>
  ) -> [MatrixTask<Scalar>] {
    switch task {
    case .product(let a, let b, let c, let addend):
      let depth = 0..<a.columns
      var (rows, columns) = (
        parts(of: c.rows, pieceRows), parts(of: c.columns, pieceColumns)
      )
      if rows.count * columns.count == 1 {
        if c.rows > c.columns {
          rows = parts(of: c.rows, (c.rows + 1) / 2)
        } else {
          columns = parts(of: c.columns, (c.columns + 1) / 2)
        }
      }
      return rows.flatMap { rows in
        columns.map { columns in
          .product(
            a[rows, depth], b[depth, columns], c[rows, columns],
            addend[columns])
        }
      }
    case .columnSums(let a, let sums, let accumulates):
      return parts(of: a.columns, 1024).map { columns in
        .columnSums(
          a[0..<a.rows, columns], sums + columns.lowerBound,
          accumulates: accumulates)
      }
    }
  }

  /// As few parts as need be, all about as long: of whole tiles, but for the
  /// last.
  private static func parts(of count: Int, _ longest: Int) -> [Range<Int>] {
    let parts = (count + longest - 1) / longest
    let length = ((count + parts - 1) / max(1, parts) + 63) / 64 * 64
    return stride(from: 0, to: count, by: max(1, length)).map {
      $0..<min($0 + length, count)
    }
  }
}

extension MatrixTask {
  /// How many multiplications there are, or additions that take as long.
  fileprivate var multiplications: Int {
    switch self {
    case .product(let a, _, let c, _): c.rows * c.columns * a.columns
    case .columnSums(let a, _, _): a.rows * a.columns * 8
    }
  }
}
