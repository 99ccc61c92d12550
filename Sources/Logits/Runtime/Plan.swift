import KernelTypes

/// All that is decided before the first row is touched: which kernels run, how
/// the rows are cut, and how many threads work.
struct Plan<Scalar: LogitScalar> {
  typealias Kernels = any KernelTable<Scalar>.Type

  let kernels: Kernels
  let blocks: Blocks
  let workers: Int

  /// The elements that make a worker worth waking: about 50 µs of work, some ten
  /// times what it takes to wake a thread.
  private static var elementsPerWorker: Int { 1 << 17 }

  /// - Parameters:
  ///   - execution: Where the work runs.
  ///   - shape: The shape of the batch, which has been checked.
  ///   - halves: Whether there are rows in half precision other than
  ///   logits that are only reduced, or widened into the output.
  /// - Throws: If this machine can't run `execution`.
  init(
    _ execution: Execution, _ shape: BatchShape, halves: Bool = false
  ) throws(LogitsError) {
    self.init(try ResolvedExecution(execution), shape, halves: halves)
  }

  /// For a shape that was checked.
  init(
    _ execution: ResolvedExecution, _ shape: BatchShape, halves: Bool = false
  ) {
    kernels = Scalar._kernelTables.table(for: execution, shape, halves: halves)
    blocks = Blocks(shape)
    let row = shape.positions == nil ? shape.rowStride : shape.classes
    let useful = shape.samples * row / Self.elementsPerWorker
    workers = max(1, min(execution.threads, blocks.count, useful))
  }
}
