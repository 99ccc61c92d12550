import KernelTypes

/// Matrix products, on threads of the library's own.
///
/// They are cut into parts by the sizes alone, so that the results have the same
/// bits for any number of threads. Each part is done by one thread.
struct Products<Scalar: LogitScalar> {
  typealias Kernels = any ProductTable<Scalar>.Type

  let kernels: Kernels
  /// Those of narrow products.
  private let narrowKernels: Kernels
  /// Those of bfloat16, where the processor has them and all is bfloat16.
  let bfloat16Kernels: (any BFloat16ProductTable<Scalar>.Type)?
  private let threads: Int
  /// The threads that there is memory for, which depends on neither the shape nor
  /// OpenBLAS: what is enough for a shape is enough for fewer samples.
  private let mostThreads: Int
  private let hasOpenBLAS: Bool

  /// The multiplications that make a worker worth waking: some 100 µs of work.
  private static var multiplicationsPerWorker: Double { 0x1p22 }

  /// Products of no more rows, columns or terms than this are narrow: a call of
  /// BLAS, its copies and its kernels' edges cost as much there as it gains.
  private static var narrowLength: Int { 64 }

  /// The rows of a matrix of halves that are widened at a time, as many as
  /// kernels pack.
  static var widenedRows: Int { 256 }

  /// Products of a layer as `execution` wants them.
  ///
  /// `automatic` is OpenBLAS where it is available, but Swift for those that are
  /// narrow: OpenBLAS is not even opened if they all are. Where all matrices that
  /// are stored are bfloat16, it is what the processor has for them.
  init(
    _ execution: Execution, _ shape: LinearShape, areBFloat16: Bool = false
  ) throws(LogitsError) {
    var resolved = try ResolvedExecution(execution)
    mostThreads = resolved.threads
    bfloat16Kernels =
      areBFloat16 && resolved.backend == .swift
      ? Scalar._kernelTables.bfloat16Products(for: resolved.instructionSet)
      : nil
    if let table = bfloat16Kernels {
      (kernels, narrowKernels) = (table, table)
      (hasOpenBLAS, threads) = (false, mostThreads)
      return
    }
    // As for rows, where `automatic` is Swift.
    narrowKernels = Scalar._kernelTables.table(for: resolved)
    if execution.backend == .automatic, !Self.areNarrow(shape),
      Backend.openBLAS.isAvailable
    {
      resolved.backend = .openBLAS
    }
    kernels = Scalar._kernelTables.table(for: resolved)
    hasOpenBLAS = resolved.backend == .openBLAS
    var threads = mostThreads
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
      widens && bfloat16Kernels == nil
      ? Self.widenedRows * CutTask<Scalar>.longestColumns : 0
    let each = (packed + widened) * MemoryLayout<Scalar>.stride
    return ProductMemory(
      workers: workers(
        for: multiplications,
        atMost: max(1, min(mostThreads, bytes / max(1, each)))),
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
    let most = work.needsMemory ? min(memory.workers, threads) : threads
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

  /// Whether all products of a layer are narrow.
  private static func areNarrow(_ shape: LinearShape) -> Bool {
    min(shape.samples, shape.features, shape.classes) <= narrowLength
  }

  /// The kernels of a product.
  func kernels(
    _ a: Matrix<Scalar>, _ c: Matrix<Scalar>
  ) -> Kernels {
    let length = min(c.rows, c.columns, a.columns)
    return length <= Self.narrowLength ? narrowKernels : kernels
  }
}
