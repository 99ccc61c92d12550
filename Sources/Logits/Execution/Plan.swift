import VectorPasses

/// All that has been decided before the first row is touched: whose passes run,
/// how the rows are cut, and how many threads work.
struct Plan<Scalar: LogitScalar> {
  typealias Passes = UnsafePointer<RowPasses<Scalar>>

  /// The backend's passes.
  let passes: Passes
  let tiles: TileLoop

  /// A worker should have this many elements to do: about 50 µs of work, some
  /// ten times what it takes to wake a thread.
  private static var elementsPerWorker: Int { 1 << 17 }

  init(_ execution: Execution, _ shape: BatchShape) throws(LogitsError) {
    let elements = try shape.extent().upperBound
    let resolved = try execution.resolved()
    passes = Scalar._passes.table(for: resolved, classes: shape.classes)
    let blocks = Blocks(shape)
    tiles = TileLoop(
      blocks: blocks,
      workers: max(
        1,
        min(
          resolved.threads ?? 1, blocks.count,
          elements / Self.elementsPerWorker)))
  }
}
