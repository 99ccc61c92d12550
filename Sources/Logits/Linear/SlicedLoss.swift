import VectorPasses

/// The loss of a block of rows, from the logits of one slice of the classes
/// after the other.
struct SlicedLoss<Scalar: LogitScalar> {
  let classes: Int
  let options: CrossEntropy
  let execution: Execution
  /// What belongs to the rows.
  let values: BlockMemory<Scalar>.Values
  let totals: SliceTotals

  private var rows: Int { values.classes.count }

  /// Adds the logits of a slice.
  func add(
    _ slice: Range<Int>, _ logits: UnsafeBufferPointer<Scalar>
  ) throws(LogitsError) {
    let rows = try StoredRows(
      StoredBuffer<Scalar>(logits), .logits,
      BatchShape(samples: rows, classes: slice.count))
    let plan = try Plan<Scalar>(execution, rows.shape)
    try withFormula(plan.passes) { formula, targets in
      run(
        ClassSlice(
          formula: formula, classes: slice, logits: rows, targets: targets,
          totals: totals), plan.tiles)
    }
  }

  /// The sum of the losses, when all classes have been added.
  func sum(
    _ sampleWeights: UnsafeMutableBufferPointer<Scalar>?
  ) throws(LogitsError) -> Double {
    let plan = try Plan<Scalar>(
      execution, BatchShape(samples: rows, classes: 1))
    return try withFormula(plan.passes) { formula, targets in
      run(
        SlicedRows(
          formula: formula, totals: totals, targets: targets,
          sampleWeights: sampleWeights.flatMap {
            UnsafePointer($0.baseAddress)
          }, losses: values.losses.baseAddress), plan.tiles)
    }
  }

  private func withFormula<Result>(
    _ passes: Plan<Scalar>.Passes,
    _ body: (LossFormula<Scalar>, UnsafePointer<Int>) -> Result
  ) throws(LogitsError) -> Result {
    try options.withClassWeights(
      for: BatchShape(samples: rows, classes: classes)
    ) { (weights) throws(LogitsError) in
      body(
        LossFormula(options, classes: classes, weights, passes),
        UnsafePointer(values.classes.baseAddress.unsafelyUnwrapped))
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: ClassSlice<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, rows, values in
      operation.assumingMemoryBound(to: ClassSlice<Scalar>.self)
        .pointee.compute(rows, values)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: SlicedRows<Scalar>, _ tiles: TileLoop
) -> Double {
  withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, rows, values in
      operation.assumingMemoryBound(to: SlicedRows<Scalar>.self)
        .pointee.compute(rows, values)
    }
  }
}
