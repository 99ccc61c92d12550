import KernelTypes

/// The softmax of rows, or its logarithm.
@usableFromInline
package enum SoftmaxKind {
  case softmax
  case logSoftmax
}

/// Checks the arguments, then writes the softmax of the rows to `output`, which
/// may be exactly the input.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func computeSoftmax<Scalar: LogitScalar>(
  _ kind: SoftmaxKind, _ logits: Elements<Scalar>, _ layout: Layout,
  temperature: Double, _ negativeInfinityRows: NegativeInfinityRows,
  into output: Elements<Scalar>, stride: Int?, _ execution: Execution
) throws(LogitsError) {
  if temperature == 1, negativeInfinityRows == .nan,
    let row = SingleRow(logits, layout, execution),
    let output = row.output(output, stride: stride)
  {
    return row.compute(kind, into: output)
  }
  let shape = try layout.shape(of: logits.count, .logits)
  let operation = SoftmaxOperation(
    plan: try Plan(execution, shape, halves: output.type.isHalf), kind: kind,
    logits: try Rows(logits, .logits, shape),
    output: try Rows(output, .output, shape.withStride(stride)),
    transform: LogitTransform(temperature: temperature, softcap: .infinity),
    zeroesNegativeInfinityRows: negativeInfinityRows == .zero)
  guard LogitTransform.range.contains(temperature) else {
    throw .optionOutOfRange(.temperature, value: temperature)
  }
  try checkOverlap(
    output.bytes, .output, logits.bytes, .logits,
    inPlace: operation.logits.liesLike(operation.output))
  operation.run()
}

/// As above, into a new array without gaps between the rows.
@usableFromInline
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func computeSoftmax<Scalar: LogitScalar>(
  _ kind: SoftmaxKind, _ logits: Elements<Scalar>, _ layout: Layout,
  temperature: Double, _ negativeInfinityRows: NegativeInfinityRows,
  _ execution: Execution
) throws(LogitsError) -> [Scalar] {
  try newArray(of: logits, layout) { (output, shape) throws(LogitsError) in
    try computeSoftmax(
      kind, logits, layout, temperature: temperature, negativeInfinityRows,
      into: output, stride: shape.strideWithoutGaps, execution)
  }
}

private struct SoftmaxOperation<Scalar: LogitScalar>: TileOperation {
  let plan: Plan<Scalar>
  let kind: SoftmaxKind
  let logits: Rows<Scalar>
  let output: Rows<Scalar>
  let transform: LogitTransform
  let zeroesNegativeInfinityRows: Bool

  @inline(__always)
  func compute(_ samples: Range<Int>, _ workspace: TileWorkspace) {
    let output = output.tile(samples)
    let tile = kernels.widen(logits.tile(samples), output)
    // Before the output takes the place of the logits.
    let empty = RowSet(
      negativeInfinityRowsOf: tile, workspace, kernels,
      if: zeroesNegativeInfinityRows)
    let (maxima, rests) = (workspace.maxima, workspace.rests)
    switch kind {
    case .softmax
    where transform.isIdentity && kernels.keepsExponentials(output):
      kernels.exponentials(tile, output, workspace.scratch, maxima, rests, nil)
      for r in 0..<samples.count { workspace.factors[r] = 1 / (1 + rests[r]) }
      kernels.scale(output, workspace.scratch, workspace.factors, nil)
    case .softmax:
      // The exponentials are taken again.
      kernels.maximaAndRests(
        tile, workspace.scratch, transform, maxima, rests)
      for r in 0..<samples.count {
        // A gradient is multiplied with 1 / temperature.
        workspace.factors[r] = transform.temperature / (1 + rests[r])
        workspace.weights[r] = 0
      }
      kernels.gradients(
        tile, workspace.scratch, maxima, transform, TargetWeights(targets: nil),
        workspace.factors, workspace.weights, nil, output)
    case .logSoftmax where tile.isShort || tile.positions > 1:
      setLogProbabilities(of: tile, output, workspace)
    case .logSoftmax:
      // 8 KiB of Float at a time: so one part's results are still on their way to
      // memory while the next one is computed.
      let partRows = max(1, 2048 / tile.classes)
      // Logarithms are taken of whole vectors.
      rests.update(repeating: 0, count: tile.rows)
      for first in stride(from: 0, to: tile.rows, by: partRows) {
        let part = first..<min(first + partRows, tile.rows)
        setLogProbabilities(of: tile.rows(part), output.rows(part), workspace)
      }
    }
    empty.forEach {
      output.fill(row: $0, with: kind == .softmax ? 0 : -.infinity)
    }
  }

  @inline(__always)
  private func setLogProbabilities(
    of tile: Tile<Scalar>, _ output: Tile<Scalar>, _ workspace: TileWorkspace
  ) {
    let (maxima, rests) = (workspace.maxima, workspace.rests)
    kernels.maximaAndRests(tile, workspace.scratch, transform, maxima, rests)
    kernels.logarithmsOfOnePlus(rests, tile.rows)
    kernels.logProbabilities(
      tile, workspace.scratch, maxima, 1 / transform.temperature, rests, output)
  }
}
