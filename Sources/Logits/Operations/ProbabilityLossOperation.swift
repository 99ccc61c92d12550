/// The cross-entropy of given probabilities.
///
/// Operands are not flushed: a probability has a logarithm, which for 0 is
/// infinite.
struct ProbabilityLossOperation<Scalar: LogitScalar>: LossOperation {
  let samples: LossSamples<Scalar>

  /// For a class t the loss is −log p_t, for target probabilities y it is
  /// −Σ y log p.
  @inline(__always)
  func compute(_ run: Range<Int>, _ workspace: TileWorkspace) {
    let tile = samples.input.tile(run)
    let losses = workspace.losses
    switch samples.targets {
    case .classes:
      for r in 0..<run.count { losses[r] = tile[r, workspace.targetClasses[r]] }
      kernels.logarithms(losses, run.count)
    case .probabilities(let targets):
      kernels.logarithmDots(tile, workspace.scratch, targets.tile(run), losses)
    }
    for r in 0..<run.count { losses[r] = 0 - losses[r] }
  }
}
