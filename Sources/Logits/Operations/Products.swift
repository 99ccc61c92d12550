import KernelTypes

/// Matrix products, on threads of the library's own.
///
/// They are cut into parts by the sizes alone, so that the results have the same
/// bits for any number of threads. Each part is done by one thread.
struct Products<Scalar: LogitScalar> {
  let kernels: Plan<Scalar>.Kernels
  /// Those of narrow products.
  private let narrowKernels: Plan<Scalar>.Kernels
  private let threads: Int
  private let hasOpenBLAS: Bool

  /// The multiplications that make a worker worth waking: some 100 µs of work.
  private static var multiplicationsPerWorker: Double { 0x1p22 }

  /// Products of no more rows, columns or terms than this are narrow: a call of
  /// BLAS, its copies and its kernels' edges cost as much there as it gains.
  private static var narrowLength: Int { 64 }

  /// The rows of a matrix of halves that are widened at a time, as many as
  /// kernels pack.
  static var widenedRows: Int { 256 }

  /// Products as `execution` wants them.
  ///
  /// `automatic` is OpenBLAS where the build has it, but Swift for those that
  /// are narrow.
  init(_ execution: Execution) throws(LogitsError) {
    var resolved = try ResolvedExecution(execution)
    // As for rows, where `automatic` is Swift.
    narrowKernels = Scalar._kernelTables.table(for: resolved)
    if execution.backend == .automatic {
      resolved.backend = Backend.available.last ?? .swift
    }
    kernels = Scalar._kernelTables.table(for: resolved)
    hasOpenBLAS = resolved.backend == .openBLAS
    var threads = resolved.threads
    #if OpenBLAS
    // Each thread of ours does what one of OpenBLAS's would.
    if execution.threads == nil, hasOpenBLAS {
      threads = min(threads, OpenBLASThreads.asked ?? threads)
    }
    #endif
    self.threads = threads
  }

  /// Calls `body` while products may run.
  func run<Result>(_ body: () -> Result) -> Result {
    #if OpenBLAS
    if hasOpenBLAS { return OpenBLASThreads.withOne(body) }
    #endif
    return body()
  }

  /// Memory for so many multiplications at once, at most `bytes`, but for one
  /// worker.
  func memory(
    multiplications: Double, widens: Bool, bytes: Int, _ cut: inout MemoryCut
  ) -> ProductMemory<Scalar> {
    let packed = max(kernels.workspaceCount, narrowKernels.workspaceCount)
    let widened =
      widens ? Self.widenedRows * CutTask<Scalar>.longestColumns : 0
    let each = (packed + widened) * MemoryLayout<Scalar>.stride
    return ProductMemory(
      workers: workers(
        for: multiplications,
        atMost: max(1, min(threads, bytes / max(1, each)))),
      packedCount: packed, widenedCount: widened, &cut)
  }

  private func workers(for multiplications: Double, atMost most: Int) -> Int {
    let useful = multiplications / Self.multiplicationsPerWorker
    return useful < Double(most) ? max(1, Int(useful)) : most
  }

  /// Runs all tasks, in any order.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func run(
    _ first: MatrixTask<Scalar>?, _ second: MatrixTask<Scalar>? = nil,
    _ third: MatrixTask<Scalar>? = nil, in memory: ProductMemory<Scalar>
  ) {
    let work = ProductWork(self, first, second, third, memory)
    let most = work.needsMemory ? memory.workers : threads
    let workers = min(
      work.count, workers(for: work.multiplications, atMost: most))
    withUnsafePointer(to: work) {
      Workers.shared.run(tasks: workers, workers: workers, context: $0) {
        context, worker in
        context.assumingMemoryBound(to: ProductWork<Scalar>.self)
          .pointee.work(as: worker)
      }
    }
  }

  /// The kernels of a product.
  func kernels(
    _ a: Matrix<Scalar>, _ c: Matrix<Scalar>
  ) -> Plan<Scalar>.Kernels {
    let length = min(c.rows, c.columns, a.columns)
    return length <= Self.narrowLength ? narrowKernels : kernels
  }
}
