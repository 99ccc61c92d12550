import KernelTypes

/// Work on matrices, whose output no other task writes to.
enum MatrixTask<Scalar: LogitScalar> {
  /// C = A B, C += A B, or C = A B with a row added to each row.
  case product(Matrix<Scalar>, Matrix<Scalar>, Matrix<Scalar>, Addend<Scalar>)

  /// The sum of each column.
  case columnSums(
    Matrix<Scalar>, UnsafeMutablePointer<Scalar>, accumulates: Bool)
}

/// Matrix products, on threads of the library's own.
///
/// They are cut into tasks by the sizes alone, so that the results have the same
/// bits for any number of threads. Each task is one call of a kernel on one
/// thread.
struct Products<Scalar: LogitScalar> {
  private let kernels: Plan<Scalar>.Kernels
  /// Those of narrow products.
  private let narrowKernels: Plan<Scalar>.Kernels
  private let workers: Int

  /// The rows of the largest task.
  ///
  /// Each packs its parts of A and B: larger ones less often, but then there are
  /// few for several threads.
  private static var taskRows: Int { 512 }
  private static var taskColumns: Int { 1024 }

  /// The multiplications that make a worker worth waking: some 100 µs of work.
  private static var multiplicationsPerWorker: Int { 1 << 22 }

  /// Products of no more rows, columns or terms than this are narrow: a call of
  /// BLAS, its copies and its kernels' edges cost as much there as it gains.
  private static var narrowLength: Int { 64 }

  /// Calls `body` with products as `execution` wants them.
  ///
  /// `automatic` is OpenBLAS where the build has it, but Swift for those that
  /// are narrow. The workspaces take at most `memory` bytes, but for one.
  static func with<Result>(
    _ execution: Execution, memory: Int, _ body: (Products) -> Result
  ) throws(LogitsError) -> Result {
    var resolved = try ResolvedExecution(execution)
    // As for rows, where `automatic` is Swift.
    let narrowKernels = Scalar._kernelTables.table(for: resolved)
    if execution.backend == .automatic {
      resolved.backend = Backend.available.last ?? .swift
    }
    let kernels = Scalar._kernelTables.table(for: resolved)
    let workspace = kernels.workspaceCount * MemoryLayout<Scalar>.stride
    var threads = resolved.threads
    #if OpenBLAS
    // Each thread of ours does what one of OpenBLAS's would.
    if execution.threads == nil, resolved.backend == .openBLAS {
      threads = min(threads, OpenBLASThreads.asked ?? threads)
    }
    #endif
    let products = Products(
      kernels: kernels, narrowKernels: narrowKernels,
      workers: min(threads, max(1, memory / max(1, workspace))))
    #if OpenBLAS
    if resolved.backend == .openBLAS {
      return OpenBLASThreads.withOne { body(products) }
    }
    #endif
    return body(products)
  }

  /// Runs all tasks, in any order.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(_ tasks: [MatrixTask<Scalar>]) {
    let parts = tasks.flatMap(Self.parts)
    let work = parts.reduce(0) { $0 + $1.multiplications }
    let useful = max(1, work / Self.multiplicationsPerWorker)
    Workers.shared.forEach(parts.count, workers: min(workers, useful)) {
      run(parts[$0])
    }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func run(_ task: MatrixTask<Scalar>) {
    switch task {
    case .product(let a, let b, let c, let addend):
      let length = min(c.rows, c.columns, a.columns)
      let kernels = length <= Self.narrowLength ? narrowKernels : kernels
      let workspace = UnsafeMutablePointer<Scalar>.allocate(
        capacity: kernels.workspaceCount)
      defer { workspace.deallocate() }
      kernels.multiply(a, b, addend, c, workspace)
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
  private static func parts(
    _ task: MatrixTask<Scalar>
  ) -> [MatrixTask<Scalar>] {
    switch task {
    case .product(let a, let b, let c, let addend):
      let depth = 0..<a.columns
      var (rows, columns) = (
        ranges(of: c.rows, taskRows), ranges(of: c.columns, taskColumns)
      )
      if rows.count * columns.count == 1 {
        if c.rows > c.columns {
          rows = ranges(of: c.rows, (c.rows + 1) / 2)
        } else {
          columns = ranges(of: c.columns, (c.columns + 1) / 2)
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
      return ranges(of: a.columns, 1024).map { columns in
        .columnSums(
          a[0..<a.rows, columns], sums + columns.lowerBound,
          accumulates: accumulates)
      }
    }
  }

  /// As few ranges as need be, all about as long: of whole micro-tiles, but for
  /// the last.
  private static func ranges(of count: Int, _ longest: Int) -> [Range<Int>] {
    let parts = (count + longest - 1) / longest
    let length = ((count + parts - 1) / max(1, parts) + 63) / 64 * 64
    return stride(from: 0, to: count, by: max(1, length)).map {
      $0..<min($0 + length, count)
    }
  }
}

extension MatrixTask {
  /// The number of multiplications, or of additions that take as long.
  fileprivate var multiplications: Int {
    switch self {
    case .product(let a, _, let c, _): c.rows * c.columns * a.columns
    case .columnSums(let a, _, _): a.rows * a.columns * 8
    }
  }
}
