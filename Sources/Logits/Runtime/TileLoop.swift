import CShims

/// The loop over all tiles of a batch.
///
/// The operation is a pointer to its caller's stack and a function that captures
/// nothing: so a call allocates nothing, whoever works on it.
struct TileLoop {
  typealias Body =
    @Sendable (
      _ operation: UnsafeRawPointer, _ samples: Range<Int>,
      _ workspace: TileWorkspace
    ) -> Double

  let operation: UnsafeRawPointer
  let flushesOperands: Bool
  let blocks: Blocks
  let body: Body

  /// The sum of what `body` returns, in an order that depends on the shape
  /// alone.
  func run(workers: Int) -> Double {
    if blocks.count == 1 { return sum(ofBlock: 0) }
    return withUnsafeTemporaryAllocation(
      of: Double.self, capacity: Blocks.maximum
    ) { sums in
      let work = BlockWork(loop: self, sums: sums.baseAddress.unsafelyUnwrapped)
      withUnsafePointer(to: work) {
        Workers.shared.run(
          tasks: blocks.count, workers: workers, context: $0
        ) { context, block in
          context.assumingMemoryBound(to: BlockWork.self)
            .pointee.compute(block)
        }
      }
      var sum = CompensatedSum()
      for part in sums[..<blocks.count] { sum.add(part) }
      return sum.value
    }
  }

  fileprivate func sum(ofBlock block: Int) -> Double {
    let control = processor_flush_subnormals(flushesOperands)
    defer { processor_restore_arithmetic(control) }
    return withUnsafePointer(to: Block(loop: self, index: block)) {
      with_scratch(
        TileWorkspace.byteCount(hasPlanes: blocks.hasPlanes),
        { memory, block in
          block.unsafelyUnwrapped.assumingMemoryBound(to: Block.self)
            .pointee.sum(memory.unsafelyUnwrapped)
        }, $0)
    }
  }

  private struct Block {
    let loop: TileLoop
    let index: Int

    func sum(_ memory: UnsafeMutableRawPointer) -> Double {
      let workspace = TileWorkspace(memory, tileRows: loop.blocks.tileRows)
      var sum = CompensatedSum()
      loop.blocks.forEachTile(ofBlock: index) {
        workspace.fillVectors(ofRows: $0.count)
        sum.add(loop.body(loop.operation, $0, workspace))
      }
      return sum.value
    }
  }
}

/// What workers need: the blocks, and a place for the sum of each.
private struct BlockWork {
  let loop: TileLoop
  let sums: UnsafeMutablePointer<Double>

  func compute(_ block: Int) { sums[block] = loop.sum(ofBlock: block) }
}
