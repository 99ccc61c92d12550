import VectorPasses

/// All that has been decided before the first row is touched: whose passes run,
/// how the rows are cut, and how many threads work.
struct Plan<Scalar: LogitScalar> {
  /// The backend's passes.
  let passes: UnsafePointer<RowPasses<Scalar>>
  private let blocks: Blocks
  private let workers: Int

  /// A worker should have this many elements to do: about 50 µs of work, some
  /// ten times what it takes to wake a thread.
  private static var elementsPerWorker: Int { 1 << 17 }

  init(_ execution: Execution, _ shape: BatchShape) throws(LogitsError) {
    let resolved = try execution.resolved()
    passes = Scalar._passes.table(for: resolved, classes: shape.classes)
    blocks = Blocks(shape)
    let paid = shape.samples * shape.classes / Self.elementsPerWorker
    workers = max(1, min(resolved.threads ?? 1, blocks.count, paid))
  }

  /// Calls `body` with the samples of each tile and with room for what passes
  /// say of its rows, and adds up what it returns in an order that depends on
  /// the shape alone.
  @inline(__always) @discardableResult
  func sumOverTiles(
    _ body: (_ samples: Range<Int>, _ values: TileValues) -> Double
  ) -> Double {
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: Blocks.maximum
    ) { sums in
      nonisolated(unsafe) let sums = sums
      forEachBlock(blocks.count, workers: workers) { block in
        sums[block] = TileValues.withNew { values in
          var sum = 0.0
          blocks.forEachTile(ofBlock: block) { sum += body($0, values) }
          return sum
        }
      }
      return sums[..<blocks.count].reduce(0, +)
    }
  }
}
