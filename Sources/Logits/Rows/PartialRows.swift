import VectorPasses

/// Checks the arguments, then computes what a slice of the classes says.
@usableFromInline
func partialCrossEntropy<Scalar: LogitScalar>(
  _ logits: StoredBuffer<Scalar>,
  _ targets: UnsafeRawBufferPointer, _ layout: ClassIndexLayout, count: Int,
  firstClass: Int, shape: BatchShape?,
  into results: UnsafeMutableBufferPointer<PartialCrossEntropy>,
  execution: Execution
) throws(LogitsError) {
  let rows = try StoredRows(
    logits, .logits, shape ?? .oneSample(logits.count))
  let plan = try Plan<Scalar>(execution, rows.shape)
  let samples = rows.shape.samples
  guard firstClass >= 0 else {
    throw .optionOutOfRange(.firstClass, value: Double(firstClass))
  }
  guard results.count == samples else {
    throw .sizeMismatch(
      .output, expected: samples...samples, actual: results.count)
  }
  try checkOverlap(results, .output, logits.bytes, .logits)
  try checkOverlap(
    results, .output, targets.bindMemory(to: UInt8.self), .targets)
  let operation = PartialRows(
    passes: plan.passes, rows: rows,
    targets: try ClassTargets(
      unchecked: targets.baseAddress, layout, count, for: rows.shape),
    firstClass: firstClass, results: results.baseAddress)
  run(operation, plan.tiles)
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func run<Scalar: LogitScalar>(
  _ operation: PartialRows<Scalar>, _ tiles: TileLoop
) {
  _ = withUnsafePointer(to: operation) {
    tiles.sum($0) { operation, samples, values in
      operation.assumingMemoryBound(to: PartialRows<Scalar>.self)
        .pointee.compute(samples, values)
    }
  }
}

private struct PartialRows<Scalar: LogitScalar> {
  let passes: Plan<Scalar>.Passes
  let rows: StoredRows<Scalar>
  let targets: ClassTargets
  let firstClass: Int
  let results: UnsafeMutablePointer<PartialCrossEntropy>?

  @inline(__always)
  func compute(_ samples: Range<Int>, _ values: TileValues) -> Double {
    let tile = rows.tile(samples)
    passes.pointee.maximaAndSumsOfExponentials(
      tile, values.scratch, .identity, values.maxima, values.sums)
    for (r, sample) in samples.enumerated() {
      let maximum = values.maxima[r]
      let target = targets[sample] &- firstClass
      let hasTarget = 0 <= target && target < tile.classes
      // Its powers are NaN, but a slice of −∞ alone adds nothing to a row.
      let isInfinite = maximum.isInfinite && !tile.hasNaN(r)
      results.unsafelyUnwrapped[sample] = PartialCrossEntropy(
        maximum: maximum,
        sum: isInfinite ? max(maximum, 0) : values.sums[r],
        targetLogit: hasTarget ? tile[r, target] : -.infinity,
        hasTarget: hasTarget)
    }
    return 0
  }
}
