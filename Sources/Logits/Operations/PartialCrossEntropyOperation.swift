/// Checks the arguments, then computes the partial loss of a chunk of the
/// classes.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computePartialCrossEntropy<Scalar: LogitScalar>(
  _ logits: Elements<Scalar>, _ layout: Layout, _ targets: TargetElements,
  firstClass: Int,
  into results: UnsafeMutableBufferPointer<PartialCrossEntropy>,
  _ execution: Execution
) throws(LogitsError) {
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = PartialCrossEntropyOperation(
    plan: try Plan(execution, shape),
    logits: try Rows(logits, .logits, shape),
    targets: try ClassTargets(ofAnyRange: targets, for: shape),
    firstClass: firstClass, results: results.baseAddress)
  let bytes = UnsafeRawBufferPointer(results)
  try checkResults(results.count, bytes, shape, logits)
  try checkOverlap(bytes, .output, targets.bytes, .targets)
  guard firstClass >= 0 else {
    throw .optionOutOfRange(.firstClass, value: Double(firstClass))
  }
  operation.run()
}

private struct PartialCrossEntropyOperation<Scalar: LogitScalar>: TileOperation
{
  let plan: Plan<Scalar>
  let logits: Rows<Scalar>
  let targets: ClassTargets
  let firstClass: Int
  let results: UnsafeMutablePointer<PartialCrossEntropy>?

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let tile = logits.tile(samples)
    let (maxima, sums) = (workspace.maxima, workspace.sums)
    kernels.maximaAndExponentialSums(
      tile, workspace.scratch, .identity, maxima, sums)
    for (r, sample) in samples.enumerated() {
      let maximum = maxima[r]
      let target = targets[sample] &- firstClass
      let hasTarget = 0 <= target && target < tile.classes
      // Its exponentials are NaN, but a chunk of −∞ alone adds nothing to a row.
      let isInfinite = maximum.isInfinite && !tile.hasNaN(r)
      results.unsafelyUnwrapped[sample] = PartialCrossEntropy(
        maximum: maximum, sum: isInfinite ? max(maximum, 0) : sums[r],
        targetLogit: hasTarget ? tile[r, target] : -.infinity,
        hasTarget: hasTarget)
    }
  }
}
