/// Work on the rows of a batch that is done a tile at a time: checked arguments,
/// and what a tile's kernels are.
protocol TileOperation: SendableMetatype {
  associatedtype Scalar: LogitScalar

  var plan: Plan<Scalar> { get }

  /// Whether subnormal operands count as 0 (x86-64): for products of numbers
  /// that are not compared. Subnormal results always do.
  var flushesOperands: Bool { get }

  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace)

  /// Computes a tile, and returns its part of the operation's sum.
  func sum(_ samples: Range<Int>, _ workspace: TileWorkspace) -> Double
}

extension TileOperation {
  var flushesOperands: Bool { false }

  var kernels: Plan<Scalar>.Kernels { plan.kernels }

  /// For operations without a sum.
  @inline(__always)
  func sum(_ samples: Range<Int>, _ workspace: TileWorkspace) -> Double {
    compute(samples, workspace)
    return 0
  }

  /// Computes all tiles.
  ///
  /// - Returns: The sum over the tiles, in an order that depends on the shape
  ///   alone.
  @inline(__always) @discardableResult
  func run() -> Double {
    withUnsafePointer(to: self) {
      TileLoop(
        operation: $0, flushesOperands: flushesOperands, blocks: plan.blocks
      ) { operation, samples, workspace in
        operation.assumingMemoryBound(to: Self.self).pointee
          .sum(samples, workspace)
      }.run(workers: plan.workers)
    }
  }
}
