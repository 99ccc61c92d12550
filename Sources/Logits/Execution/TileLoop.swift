import CProcessor
import CVectors

/// Runs an operation on all tiles of a batch.
///
/// What the operation is comes as a pointer to the caller's stack and a function
/// that captures nothing: so a call allocates nothing, whoever works on it.
struct TileLoop {
  let blocks: Blocks
  let workers: Int

  /// Works on a tile, and returns its part of the operation's sum.
  ///
  /// `values` is room for what passes say of the rows.
  typealias Body =
    @Sendable (
      _ operation: UnsafeRawPointer, _ samples: Range<Int>,
      _ values: TileValues
    ) -> Double

  /// The sum of what `body` returns, in an order that depends on the shape
  /// alone.
  ///
  /// Subnormal results are 0, on x86-64; subnormal operands, too, if
  /// `flushesOperands`: for products of what is not compared.
  func sum(
    _ operation: UnsafeRawPointer, flushesOperands: Bool = false,
    _ body: @escaping Body
  ) -> Double {
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: Blocks.maximum
    ) { sums in
      let work = BlockWork(
        operation: operation, body: body,
        flushesOperands: flushesOperands, blocks: blocks,
        sums: sums.baseAddress.unsafelyUnwrapped)
      withUnsafePointer(to: work) {
        Workers.shared.run(
          blocks: blocks.count, workers: workers, context: $0
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
}

/// All that a worker needs to know of a batch.
private struct BlockWork {
  let operation: UnsafeRawPointer
  let body: TileLoop.Body
  let flushesOperands: Bool
  let blocks: Blocks
  let sums: UnsafeMutablePointer<Double>

  func compute(_ block: Int) {
    let control = processor_flush_subnormals(flushesOperands)
    defer { processor_restore_arithmetic(control) }
    sums[block] = withUnsafePointer(to: Block(work: self, index: block)) {
      with_scratch(
        TileValues.byteCount,
        { memory, block in
          block.unsafelyUnwrapped.assumingMemoryBound(to: Block.self)
            .pointee.sum(memory.unsafelyUnwrapped)
        }, $0)
    }
  }

  private struct Block {
    let work: BlockWork
    let index: Int

    func sum(_ memory: UnsafeMutableRawPointer) -> Double {
      let values = TileValues(memory, tileRows: work.blocks.tileRows)
      var sum = CompensatedSum()
      work.blocks.forEachTile(ofBlock: index) {
        sum.add(work.body(work.operation, $0, values))
      }
      return sum.value
    }
  }
}
