import KernelTypes

extension VectorKernels {
  package static func divergences(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ others: Tile<Scalar>, _ otherMaxima: RowValues, _ divergences: RowValues
  ) {
    let lanes = Double.laneCount
    // 192 bytes: on the stack.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * lanes) {
      let weights = $0.baseAddress.unsafelyUnwrapped
      let (remainders, changes) = (weights + lanes, weights + 2 * lanes)
      for first in stride(from: 0, to: rows.rows, by: lanes) {
        let count = min(lanes, rows.rows - first)
        weights.initialize(repeating: 1, count: 3 * lanes)
        for i in 0..<count {
          let r = first + i
          (weights[i], remainders[i], changes[i]) = Rows.divergenceSums(
            rows[r], others[r], rows.classes,
            LogitDifferences(
              Vector(repeating: Scalar(maxima[r])),
              Vector(repeating: Scalar(otherMaxima[r])),
              excess: Vector(repeating: 0)))
        }
        let weight = DoubleVector.load(weights)
        let remainder = DoubleVector.load(remainders) / weight
        let change = DoubleVector.load(changes) / weight
        // Less g(δ), for δ = −log (1 + change).
        let divergence =
          remainder + Double.logarithmOfOnePlusMinusArgument(change)
        divergence.store(to: divergences + first)
        // Roundings of the sums come back in the divergence: at most 4 times
        // larger as long as δ is small, and log (1 + change) has its digits.
        let zero = DoubleVector(repeating: 0)
        let known = multiplyAdd(divergence, change.max(zero), divergence) * 4
        remainder.store(to: remainders)
        known.replacing(
          with: -DoubleVector(repeating: 1),
          where: change .< DoubleVector(repeating: -0.984375)
        ).store(to: changes)
        for i in 0..<count where !(remainders[i] <= changes[i]) {
          let r = first + i
          divergences[r] =
            remainders[i].isFinite
            ? Rows.closerDivergence(
              rows[r], others[r], rows.classes,
              (Scalar(maxima[r]), Scalar(otherMaxima[r])), weight: weights[i])
            : remainders[i]
        }
      }
    }
  }
}
